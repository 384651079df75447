import { div } from "../libraries/Checked.js";
import { divWadDown, mulWad, WAD } from "../libraries/FixedPoint.js";
import { abs, ceilDiv, saturatingSub } from "../libraries/Math.js";

/** A margin account. */
export interface Account {
  /** {base} Position, WAD, negative when short. */
  size: bigint;
  /** {usd/base} Index price less funding index when the account was last marked, WAD. */
  mark: bigint;
  /** {collateral} */
  margin: bigint;
  /** {1e-6 usd} The most the position may win, set aside from the pool. */
  reserve: bigint;
  /** {s} When the account was last marked: what its reserve costs is counted from there. */
  markedAt: bigint;
}

/** {usd} One unit of a reserve: a millionth of a dollar, WAD. */
export const RESERVE_UNIT = 10n ** 12n;

/**
 * {1/s} The funding rate, WAD, positive when longs pay: base plus skew's part, clamped.
 * @param skew {usd} Net long notional, WAD.
 * @param depth {usd} WAD; 0 for unlimited, where skew has no part.
 */
export function fundingRate(baseRate: bigint, skewRate: bigint, maxRate: bigint, skew: bigint, depth: bigint): bigint {
  let rate = baseRate;
  if (depth !== 0n) rate += (skewRate * skew) / depth;
  if (rate > maxRate) return maxRate;
  return rate < -maxRate ? -maxRate : rate;
}

/** {usd} What `size` {base} is worth at `price` {usd/base}, rounded down. */
export function notionalDown(size: bigint, price: bigint): bigint {
  return (size * price) / WAD;
}

/** {usd} The same, rounded up. */
export function notionalUp(size: bigint, price: bigint): bigint {
  return ceilDiv(size * price, WAD);
}

/**
 * {usd} Profit and funding of `account` since it was last marked, WAD, rounded down: venue over trader.
 * @param net {usd/base} Index price less funding index now, WAD.
 */
export function profit(account: Account, net: bigint): bigint {
  const product = account.size * (net - account.mark);
  const whole = product / WAD;
  return product % WAD < 0n ? whole - 1n : whole;
}

/**
 * {usd} Margin plus profit up to the reserve, WAD; negative when the account is bankrupt.
 * @param unit {usd} Value of one unit of collateral, WAD.
 */
export function worth(account: Account, net: bigint, unit: bigint): bigint {
  const gain = profit(account, net);
  const most = account.reserve * RESERVE_UNIT;
  return account.margin * unit + (gain < most ? gain : most);
}

/**
 * {usd} What holding its reserve has cost the account since it was last marked, WAD, rounded up.
 * @param rate {1/s} Of the reserve, WAD.
 * @param until {s}
 */
export function reserveFee(account: Account, rate: bigint, until: bigint): bigint {
  return ceilDiv(account.reserve * rate * (until - account.markedAt), WAD / RESERVE_UNIT);
}

/**
 * {usd} What is left of an account worth `worth` {usd} after `fee` {usd}, WAD. A fee takes what there is and leaves no
 * debt.
 */
export function lessFee(worth: bigint, fee: bigint): bigint {
  return worth <= 0n ? worth : saturatingSub(worth, fee);
}

/**
 * {usd} What of its reserve an account worth `worth` has not won yet, WAD.
 * @param worth {usd} As {@link worth} returns it.
 */
export function remainingProfit(account: Account, worth: bigint, unit: bigint): bigint {
  const gain = worth - account.margin * unit;
  const most = account.reserve * RESERVE_UNIT;
  return gain > 0n ? most - gain : most;
}

/** {1e-6 usd} The reserve that covers `size` {base} at `price`, rounded up. */
export function reserveFor(size: bigint, price: bigint): bigint {
  return ceilDiv(size * price, WAD * RESERVE_UNIT);
}

/** {base} The largest position `reserve` {1e-6 usd} covers at `price`, rounded down. */
export function coveredBy(reserve: bigint, price: bigint): bigint {
  return div(reserve * RESERVE_UNIT * WAD, price);
}

/**
 * {usd/base} The price at which equity falls to the maintenance margin, WAD; 0 if none does.
 * @param funding {usd/base} Funding index now, WAD.
 * @param maintenance {1} Maintenance margin, WAD.
 * @param fee {usd} What its reserve has cost, as {@link reserveFee} returns it.
 */
export function liquidationPrice(
  account: Account,
  funding: bigint,
  fee: bigint,
  maintenance: bigint,
  unit: bigint,
): bigint {
  const entryValue = mulWad(account.size, account.mark + funding);
  const margin = account.margin * unit - fee;
  // margin + size P - entryValue = maintenance |size| P
  const numerator = entryValue - margin;
  const keep = account.size > 0n ? WAD - maintenance : WAD + maintenance;
  const denominator = mulWad(account.size, keep);
  if (denominator === 0n || numerator > 0n !== denominator > 0n) return 0n;
  return divWadDown(abs(numerator), abs(denominator));
}
