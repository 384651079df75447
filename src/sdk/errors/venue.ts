/* What the futures venue refuses. */
import { decodeBytes32String } from "ethers";
import { contractError } from "./ContractError.js";

function marketName(id: string): string {
  try {
    return decodeBytes32String(id);
  } catch {
    return id;
  }
}

export class UnknownMarketError extends contractError(
  "FuturesVenue_UnknownMarket(bytes32 market)",
  ({ market }) => `The venue has no market ${marketName(market)}: check the name.`,
) {}

export class MarketHaltedError extends contractError(
  "FuturesVenue_MarketHalted(bytes32 market)",
  ({ market }) => `Trading in ${marketName(market)} is halted: try again when the market has reopened.`,
) {}

export class CostExceededError extends contractError(
  "FuturesVenue_CostExceeded(int256 cost, int256 maxCost)",
  ({ cost, maxCost }, say) =>
    `The trade would cost ${say.money(cost)}, more than the ${say.money(maxCost)} allowed: try again later.`,
) {}

export class CostAboveTakeError extends contractError(
  "FuturesVenue_CostAboveTake(int256 cost, uint256 take)",
  ({ cost, take }, say) =>
    `Taking out ${say.money(take)} would cost ${say.money(cost)}, so nothing would be left of it: take out a different amount.`,
) {}

export class InsufficientMarginError extends contractError(
  "FuturesVenue_InsufficientMargin(uint256 equity, uint256 needed)",
  ({ equity, needed }, say) =>
    `The account holds ${say.money(equity)} but needs ${say.money(needed)}: use a smaller amount.`,
) {}

export class InitialMarginError extends contractError(
  "FuturesVenue_InitialMargin(uint256 equity, uint256 required)",
  ({ equity, required }, say) =>
    `The position needs a margin of ${say.money(required)} but has ${say.money(equity)}: rebalance first or use a smaller amount.`,
) {}

export class OpenInterestCapError extends contractError(
  "FuturesVenue_OpenInterestCap(uint256 openInterest, uint256 cap)",
  ({ openInterest, cap }, say) =>
    `The market would hold ${say.dollars(openInterest)} on one side, beyond its cap of ${say.dollars(cap)}: use a smaller amount.`,
) {}

export class InsufficientReserveError extends contractError(
  "FuturesVenue_InsufficientReserve(uint256 needed, uint256 free)",
  () => "The venue's pool cannot cover what a position of this size may win: use a smaller amount.",
) {}

export class MarginNotPaidError extends contractError(
  "FuturesVenue_MarginNotPaid(uint256 received, uint256 expected)",
  ({ received, expected }, say) =>
    `The venue received ${say.money(received)} instead of ${say.money(expected)}: the collateral must not take a fee on transfers.`,
) {}

export class NotLiquidatableError extends contractError(
  "FuturesVenue_NotLiquidatable(uint256 equity, uint256 required)",
  ({ equity, required }, say) =>
    `The account has ${say.dollars(equity)}, enough for the ${say.dollars(required)} it needs: it cannot be liquidated.`,
) {}

export class OutageTooShortError extends contractError(
  "FuturesVenue_OutageTooShort(uint256 reportedAt, uint256 delay)",
  ({ reportedAt, delay }, say) =>
    reportedAt === 0n
      ? "No outage of this market is on record: report it, and again in each half of the market's delay."
      : `The outage lasts since ${say.time(reportedAt)}: accounts can be closed ${say.duration(delay)} after that.`,
) {}

export class ExpiryUnfinishedError extends contractError(
  "FuturesVenue_ExpiryUnfinished(bytes32 market)",
  () => "The search for the price this market closes at takes several calls: call the venue's expire until it is done.",
) {}

export class NoClosingPriceError extends contractError(
  "FuturesVenue_NoClosingPrice(bytes32 market)",
  () => "This market has expired without a valid price: settle the token, then redeem.",
) {}
