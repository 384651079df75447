import { useApp } from "../app/AppContext.js";
import { change } from "../format/ratio.js";
import type { Token } from "../sdk.js";
import { Change } from "../ui/Change.js";

const DAY = 86_400n;

/** How NAV has changed in 24 hours, or since the first holder where that was later. */
export function DayChange({ token }: { readonly token: Token }) {
  const { chain, history } = useApp();
  const path = history.of(token.symbol)?.path ?? [];
  const dayAgo = (chain.head.value?.timestamp ?? 0n) - DAY;
  const before = path.findLast(({ timestamp }) => timestamp <= dayAgo);
  const from = before ?? path[0];
  const isKnown = from !== undefined && token.supply > 0n && token.health !== "PriceInvalid";
  return (
    <p>
      <Change
        value={isKnown ? change(from.nav, token.nav) : undefined}
        since={before === undefined ? "since launch" : "in 24 h"}
      />
    </p>
  );
}
