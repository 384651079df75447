import { useApp } from "../app/AppContext.js";
import { shares } from "../format/format.js";
import type { Token } from "../sdk.js";

export function Holding({ token }: { readonly token: Token }) {
  const { holder } = useApp();
  const held = holder.account.value?.shares[token.symbol] ?? 0n;
  if (held === 0n) return null;
  return (
    <section class="panel">
      <h2>Your {token.symbol}</h2>
      {shares(held)}
    </section>
  );
}
