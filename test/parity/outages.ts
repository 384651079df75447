import { attempt, Status } from "../../src/model/index.js";
import { max } from "../support/numbers.js";
import type { Twin } from "./twinSide.js";

/** How far a market is on its way from the first fault to its end. */
export enum Outage {
  /** The market lives. */
  None,
  /** Dead, and its clock does not run. */
  Unreported,
  /** Its clock runs, and stops unless it is reported again. */
  Reported,
  /** Its clock runs to the end of the delay without another report. */
  Lasting,
  /** The market has expired. */
  Over,
}

export function outageOf(twin: Twin, market: number): Outage {
  const { trading, outage, funding, risk } = twin.venue.marketState(twin.marketIds[market]!);
  if (trading.status === Status.Expired) return Outage.Over;
  const isHalted = trading.status === Status.Halted;
  if (!isHalted && attempt(() => twin.oracles[market]!.price()) !== undefined) return Outage.None;
  if (outage.reportedAt < funding.accruedAt) return Outage.Unreported;
  if (isHalted) return Outage.Lasting;
  const lastsUntil = outage.seenAt + risk.outageDelay / 2n;
  if (lastsUntil >= outage.reportedAt + risk.outageDelay) return Outage.Lasting;
  return twin.chain.now > lastsUntil ? Outage.Unreported : Outage.Reported;
}

/** {s} Until the last second in which a report keeps the clock of a dead market going. */
export function untilReport(twin: Twin, market: number): bigint {
  const { outage, risk } = twin.venue.marketState(twin.marketIds[market]!);
  return max(outage.seenAt + risk.outageDelay / 2n - twin.chain.now, 0n);
}

/** {s} Until the last second in which a dead market cannot expire yet. */
export function untilExpiry(twin: Twin, market: number): bigint {
  const { outage, risk } = twin.venue.marketState(twin.marketIds[market]!);
  return max(outage.reportedAt + risk.outageDelay - twin.chain.now, 0n);
}
