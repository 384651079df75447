import { useApp } from "../app/AppContext.js";
import { useTicker } from "../app/useTicker.js";
import { chainNow } from "../chain/Head.js";
import { dollars, NONE } from "../format/format.js";
import { formatDuration, type Token } from "../sdk.js";

/** The index price and how old the oracle's answer is. */
export function PriceAge({ token }: { readonly token: Token }) {
  const { chain } = useApp();
  const now = useTicker();
  const head = chain.head.value;
  if (head === undefined || token.priceUpdatedAt === 0n) return <>{NONE}</>;
  const age = chainNow(head, now) - token.priceUpdatedAt;
  return (
    <>
      {dollars(token.price)}, {formatDuration(age > 0n ? age : 0n)} old
    </>
  );
}
