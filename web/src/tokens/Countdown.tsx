import { useApp } from "../app/AppContext.js";
import { useTicker } from "../app/useTicker.js";
import { chainNow } from "../chain/Head.js";
import { NONE } from "../format/format.js";
import { formatDuration, formatTime, type Token } from "../sdk.js";
import { blockedText } from "./blocked.js";

/** How long it is until the token rebalances by schedule, or what stands in the way of a rebalance that is due. */
export function Countdown({ token }: { readonly token: Token }) {
  const { chain } = useApp();
  const now = useTicker();
  const head = chain.head.value;
  const { action, dueAt, reason } = token.decision;
  if (action === "Trade") return <>due now ({reason.toLowerCase()})</>;
  if (action === "Settle") return <>to be settled</>;
  if (action === "Blocked") return <>{blockedText(token)}</>;
  if (head === undefined || dueAt === 0n || token.supply === 0n) return <>{NONE}</>;
  const left = dueAt - chainNow(head, now);
  return (
    <time dateTime={isoTime(dueAt)} title={formatTime(dueAt)}>
      {left > 0n ? `in ${formatDuration(left)}` : "now"}
    </time>
  );
}

function isoTime(seconds: bigint): string {
  return new Date(Number(seconds) * 1_000).toISOString();
}
