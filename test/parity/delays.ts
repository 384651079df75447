import { DAY, max } from "../support/numbers.js";
import { between, next, pick } from "./draws.js";
import type { Step } from "./generator.js";
import type { Deed, Owner } from "./operations.js";
import { Outage, untilExpiry, untilReport } from "./outages.js";
import type { Situation } from "./situations.js";
import type { Twin } from "./twinSide.js";

/** {s} Time passes with prices above all, as it would; with others only now and then so long that the price goes stale. */
export function delayOf({ delay }: Step, deed: Deed, twin: Twin, situation: Situation): bigint {
  const { kind } = deed;
  const length = next(delay);
  if (kind === "withdrawLiquidity" && delay % 4 !== 0) return untilPayable(deed.owner, twin);
  if (delay % 8 !== 0) {
    const wait = untilNextStage(length, kind, twin, situation);
    if (wait !== undefined) return wait;
  }
  if (kind === "rebalance" && delay % 2 === 0) return between(length, 1n, 120n);
  const isDead = situation.outage !== Outage.None && situation.outage !== Outage.Over;
  if (isDead && delay % 4 === 0) return between(length, 1n, DAY);
  switch (delay % 10) {
    case 0:
    case 1:
      return 0n;
    case 2:
    case 3:
      return between(length, 1n, 900n);
    case 4:
      return kind === "setAnswer" ? between(length, 1n, 60n * DAY) : between(length, 1n, 7_200n);
    case 5:
      return kind === "setAnswer" || delay % 70 === 5 ? between(length, 1n, DAY) : 1n;
    default:
      return 1n;
  }
}

/** {s} What brings an outage on, or one second less or more; `undefined` where the kind does not wait for that. */
function untilNextStage(
  length: number,
  kind: Deed["kind"],
  twin: Twin,
  { outage, market }: Situation,
): bigint | undefined {
  if (outage === Outage.Reported && kind === "reportOutage") {
    return untilReport(twin, market) + pick(length, [0n, 0n, 0n, 1n]);
  }
  const waits = kind === "expire" || kind === "settle" || kind === "close" || kind === "setAnswer";
  if (outage === Outage.Lasting && waits) return untilExpiry(twin, market) + pick(length, [1n, 1n, 1n, 0n]);
  return undefined;
}

/** {s} */
function untilPayable({ index }: Owner, { venue, addresses, chain }: Twin): bigint {
  return max(venue.providers(addresses.actors[index]!).payableAt - chain.now, 1n);
}
