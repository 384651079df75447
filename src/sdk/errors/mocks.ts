/* What the mocks refuse. */
import { contractError } from "./ContractError.js";

export class FillRejectedError extends contractError(
  "MockFuturesVenue_FillRejected(bytes32 market)",
  () => "The venue rejects every fill in its present scenario: end the scenario first.",
) {}

export class MarketNotExpiredError extends contractError(
  "MockFuturesVenue_NotExpired(bytes32 market)",
  () => "Accounts of others can only be closed in a market that has expired: call the venue's expire first.",
) {}

export class MarketExistsError extends contractError(
  "MockFuturesVenue_MarketExists(bytes32 market)",
  () => "The venue lists that market already: choose another name.",
) {}

export class BadConfigError extends contractError(
  "MockFuturesVenue_BadConfig((address oracle, uint16 takerFeePpm, uint24 initialMarginPpm, uint24 maintenanceMarginPpm, uint24 liquidationPenaltyPpm, uint24 liquidationRewardPpm, uint96 liquidationRewardCap, uint40 depth, uint40 openInterestCap, int48 baseFundingPerSecond, uint40 skewFundingPerSecond, uint48 maxFundingPerSecond, uint40 reserveFeePerSecond, uint32 outageDelay) config)",
  () => "The market's terms contradict each other or exceed their range: check margins, fees, caps and delay.",
) {}

export class FundingRateError extends contractError(
  "MockFuturesVenue_FundingRate(int256 ratePerSecond, uint256 max)",
  ({ ratePerSecond, max }) =>
    `A funding rate of ${String(ratePerSecond)} a second is beyond the market's ${String(max)}: use a smaller one.`,
) {}

export class VenueDecimalsError extends contractError(
  "MockFuturesVenue_Decimals(uint8 decimals)",
  ({ decimals }) => `A collateral of ${String(decimals)} decimals is not supported: use one of 6 to 18.`,
) {}

export class VenueZeroAmountError extends contractError(
  "MockFuturesVenue_ZeroAmount()",
  () => "The amount is zero, or too small to be worth anything: use a larger one.",
) {}

export class LiquidityNotPayableError extends contractError(
  "MockFuturesVenue_NotPayable(uint256 payableAt)",
  ({ payableAt }, say) =>
    payableAt === 0n
      ? "No withdrawal of this liquidity was announced: announce it first."
      : `This liquidity is paid from ${say.time(payableAt)} on, for a limited time: withdraw it then, or announce it again.`,
) {}

export class LiquiditySharesExceededError extends contractError(
  "MockFuturesVenue_SharesExceeded(uint256 shares, uint256 owned)",
  ({ shares, owned }) => `You own ${String(owned)} liquidity shares, fewer than ${String(shares)}: withdraw less.`,
) {}

export class LiquidityReservedError extends contractError(
  "MockFuturesVenue_LiquidityReserved(uint256 assets, uint256 free)",
  ({ assets, free }, say) =>
    `Only ${say.money(free)} of the pool is free, less than ${say.money(assets)}: withdraw less.`,
) {}

export class NoDataPresentError extends contractError(
  "MockAggregator_NoDataPresent(uint80 roundId)",
  ({ roundId }) => `The price feed has no round ${String(roundId)}: read an existing one.`,
) {}

export class FeedSetToFailError extends contractError(
  "MockAggregator_Failing()",
  () => "The mock price feed is set to fail: end that first.",
) {}

export class UnknownPhaseError extends contractError(
  "MockChainlinkProxy_UnknownPhase(uint16 phaseId)",
  ({ phaseId }) => `The price feed has no phase ${String(phaseId)}: read an existing one.`,
) {}

export class CollateralDecimalsError extends contractError(
  "MockCollateral_InvalidDecimals(uint8 decimals)",
  ({ decimals }) => `A collateral of ${String(decimals)} decimals is not supported: use one of 6 to 18.`,
) {}

export class BlockedReceiverError extends contractError(
  "HostileCollateral_Blocked(address account)",
  ({ account }) => `${account} is on this mock's block list: choose another receiver.`,
) {}
