/** The contracts' exact twin in bigint: the same names, the same roundings, the same refusals. */
export { Chain, type Address, type ModelEvent } from "./Chain.js";
export { ERC20, ZERO_ADDRESS } from "./ERC20.js";
export { FundDesk } from "./FundDesk.js";
export { LeveragedToken } from "./LeveragedToken.js";
export * as Checked from "./libraries/Checked.js";
export * as CostCurve from "./libraries/CostCurve.js";
export type { Curve } from "./libraries/CostCurve.js";
export * as FeeMath from "./libraries/FeeMath.js";
export type { Fees } from "./libraries/FeeMath.js";
export * as FixedPoint from "./libraries/FixedPoint.js";
export * as NavMath from "./libraries/NavMath.js";
export type { Fund, FundMark } from "./libraries/NavMath.js";
export * as OrderMath from "./libraries/OrderMath.js";
export type { Order } from "./libraries/OrderMath.js";
export {
  Action,
  Blocker,
  noDecision,
  Reason,
  type BandParameters,
  type Decision,
  type RebalanceContext,
} from "./libraries/Rebalance.js";
export * as RebalanceGuard from "./libraries/RebalanceGuard.js";
export * as RebalanceLogic from "./libraries/RebalanceLogic.js";
export * as Reports from "./libraries/Reports.js";
export * as TokenRules from "./libraries/TokenRules.js";
export { MockCollateral } from "./MockCollateral.js";
export { attempt, ModelRevert, type Value } from "./ModelRevert.js";
export {
  ChainlinkPriceOracle,
  SearchOutcome,
  type OracleSettings,
  type Price,
  type PriceSearch,
} from "./oracle/ChainlinkPriceOracle.js";
export { MockAggregator, type Round } from "./oracle/MockAggregator.js";
export { BandPolicy, MIN_LOWER_BAND } from "./policies/BandPolicy.js";
export type { IRebalancePolicy } from "./policies/IRebalancePolicy.js";
export {
  Phase,
  type Limits,
  type RebalanceState,
  type TokenConfig,
  type TokenReading,
  type TokenState,
} from "./token/TokenTypes.js";
export { MockFuturesVenue } from "./venue/MockFuturesVenue.js";
export type { Provider } from "./venue/VenueLiquidity.js";
export * as VenueMath from "./venue/VenueMath.js";
export type { Account } from "./venue/VenueMath.js";
export {
  Status,
  type Books,
  type Fill,
  type Market,
  type MarketConfig,
  type MarketId,
  type MarketTerms,
  type Position,
  type Room,
} from "./venue/VenueTypes.js";
