import { useEffect } from "preact/hooks";
import { ErrorNotice } from "../ui/ErrorNotice.js";

/** {ms} */
const RETRY = 3_000;

/** Shown instead of the page when the chain cannot even be found; loads again until it is. */
export function StartFailure({ error }: { readonly error: unknown }) {
  useEffect(() => {
    const timer = setTimeout(() => location.reload(), RETRY);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <main class="main stack">
      <h1>Leveraged tokens</h1>
      <ErrorNotice error={error} />
      <p class="soft">Trying again every few seconds …</p>
    </main>
  );
}
