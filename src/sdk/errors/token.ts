/* What a leveraged token refuses. */
import { BLOCKER_WORDS } from "../read/blockerWords.js";
import { BLOCKERS, enumName } from "../read/enums.js";
import { contractError } from "./ContractError.js";

export class ZeroAmountError extends contractError(
  "LeveragedToken_ZeroAmount()",
  () => "The amount is zero, or too small to be worth anything: use a larger one.",
) {}

export class AboveMaximumAssetsError extends contractError(
  "LeveragedToken_AboveMaximumAssets(uint256 assets, uint256 maximum)",
  ({ assets, maximum }, say) =>
    `Minting would cost ${say.money(assets)}, more than your maximum of ${say.money(maximum)}: try again, or allow more slippage.`,
) {}

export class BelowMinimumError extends contractError(
  "LeveragedToken_BelowMinimum(uint256 amount, uint256 minimum)",
  ({ amount, minimum }, say) => {
    const show = (value: bigint) => (say.action === "redeem" ? say.money(value) : say.shares(value));
    return `You would get ${show(amount)}, less than your minimum of ${show(minimum)}: try again, or allow more slippage.`;
  },
) {}

export class AboveMaximumSharesError extends contractError(
  "LeveragedToken_AboveMaximumShares(uint256 shares, uint256 maximum)",
  ({ shares, maximum }, say) =>
    `The withdrawal would burn ${say.shares(shares)}, more than your maximum of ${say.shares(maximum)}: try again, or allow more slippage.`,
) {}

export class CapacityExceededError extends contractError(
  "LeveragedToken_CapacityExceeded(uint256 equity, uint256 capacity)",
  ({ equity, capacity }, say) =>
    `${say.token} would grow to ${say.money(equity)}, beyond its capacity of ${say.money(capacity)}: mint less.`,
) {}

export class MintPausedError extends contractError(
  "LeveragedToken_MintPaused()",
  (_, say) => `Minting ${say.token} is paused: wait until it is resumed (redeeming works).`,
) {}

export class SettledError extends contractError(
  "LeveragedToken_Settled()",
  (_, say) => `${say.token} is settled for good: redeem for what is left of it.`,
) {}

export class WipedOutError extends contractError(
  "LeveragedToken_WipedOut()",
  (_, say) => `${say.token} has lost all its money and is about to be settled: choose another token.`,
) {}

export class LeverageTooHighError extends contractError(
  "LeveragedToken_LeverageTooHigh(int256 leverage, uint256 maximum)",
  ({ leverage, maximum }, say) =>
    `${say.token} is at a leverage of ${say.leverage(leverage)}, beyond the ${say.leverage(maximum)} up to which it mints: rebalance it first.`,
) {}

export class NoPositionError extends contractError(
  "LeveragedToken_NoPosition(uint256 equity)",
  ({ equity }, say) =>
    `${say.token} holds ${say.money(equity)} but no position since it was liquidated: rebalance it first.`,
) {}

export class AmountNotReachableError extends contractError(
  "LeveragedToken_AmountNotReachable(uint256 assets)",
  ({ assets }, say) => `No number of shares pays out exactly ${say.money(assets)}: redeem shares instead.`,
) {}

export class NotDueError extends contractError(
  "LeveragedToken_NotDue(uint256 dueAt, int256 leverage)",
  ({ dueAt, leverage }, say) =>
    `No rebalance of ${say.token} is due: its leverage is ${say.leverage(leverage)}, the next one by time is at ${say.time(dueAt)}.`,
) {}

export class BlockedError extends contractError(
  "LeveragedToken_Blocked(uint8 blocker, uint256 since, uint256 dueAt)",
  ({ blocker, since, dueAt }, say) =>
    `The rebalance of ${say.token} is blocked since ${say.time(since)}, because ${BLOCKER_WORDS[enumName(BLOCKERS, blocker)]}: try again after ${say.time(dueAt)}.`,
) {}

export class CostAboveBoundError extends contractError(
  "LeveragedToken_CostAboveBound(uint256 cost, uint256 most)",
  ({ cost, most }, say) =>
    `The exchange took ${say.money(cost)} for a trade that ${say.token} lets cost ${say.money(most)}: nothing was done, so report it to the exchange.`,
) {}

export class BooksDisagreeError extends contractError(
  "LeveragedToken_BooksDisagree(int256 expected, uint256 equity)",
  ({ expected, equity }, say) =>
    `The exchange left ${say.money(equity)} in the fund where there should be ${say.money(expected)}: nothing was done, so report it to the exchange.`,
) {}

export class TokenInsufficientGasError extends contractError(
  "LeveragedToken_InsufficientGas(uint256 available)",
  ({ available }) => `The call may have failed because it brought only ${String(available)} gas: raise the gas limit.`,
) {}

export class PolicyInsufficientGasError extends contractError(
  "RebalanceGuard_InsufficientGas(uint256 available, uint256 needed)",
  ({ available, needed }) =>
    `The rebalance was left ${String(available)} gas and its policy may need ${String(needed)}: raise the gas limit.`,
) {}

export class ProbedError extends contractError(
  "LeveragedToken_Probed()",
  () => "The exchange takes this trade: it was only tried, and nothing was done.",
) {}

export class NotSettleableError extends contractError(
  "LeveragedToken_NotSettleable(uint256 equity)",
  ({ equity }, say) =>
    `${say.token} is alive with ${say.money(equity)} and cannot be settled: redeem your shares instead.`,
) {}

export class FeeAboveCapError extends contractError(
  "LeveragedToken_FeeAboveCap((uint24 managementPpmPerYear, uint16 mintPpm, uint16 redeemPpm) fees)",
  () => "A fee is above its hard cap (10 % a year, 1 % on minting, 1 % on redeeming): lower it.",
) {}

export class TokenUnauthorizedError extends contractError(
  "LeveragedToken_Unauthorized(address caller)",
  ({ caller }) => `${caller} may not call this directly: governance goes through the factory.`,
) {}

export class CostAboveValueError extends contractError(
  "OrderMath_CostAboveValue(uint256 value, int256 cost)",
  ({ value, cost }, say) =>
    `Closing this part would cost ${say.money(cost)}, which leaves nothing of the ${say.money(value)} it is worth: redeem a smaller part.`,
) {}

export class LeverageNotInvertibleError extends contractError(
  "OrderMath_LeverageNotInvertible(int256 leverage)",
  ({ leverage }, say) =>
    `At a leverage of ${say.leverage(leverage)} an amount cannot be turned into shares: redeem shares instead.`,
) {}
