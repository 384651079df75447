import { useApp } from "../app/AppContext.js";
import { shares } from "../format/format.js";
import type { Token } from "../sdk.js";
import { AttributionView } from "./AttributionView.js";

/** What the holder has of one token. */
export function Holding({ token }: { readonly token: Token }) {
  const { holder, attributions } = useApp();
  const held = holder.account.value?.shares[token.symbol] ?? 0n;
  const attribution = attributions.all.value?.find((one) => one.token === token.symbol);
  if (held === 0n && attribution === undefined) return null;
  return (
    <section class="panel" data-holding={token.symbol}>
      <h2>
        Your <span data-field="shares">{shares(held)}</span> {token.symbol}
      </h2>
      {attribution !== undefined && <AttributionView token={token} attribution={attribution} />}
    </section>
  );
}
