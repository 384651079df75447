import { ErrorNotice } from "../ui/ErrorNotice.js";

/** Shown instead of the page while the chain cannot even be found. */
export function StartFailure({ error }: { readonly error: unknown }) {
  return (
    <main class="main stack">
      <h1>Leveraged tokens</h1>
      <ErrorNotice error={error} />
      <p class="soft">Trying again every few seconds …</p>
    </main>
  );
}
