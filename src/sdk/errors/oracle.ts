/* Why there is no price. */
import { contractError } from "./ContractError.js";

const WAIT = "wait for the feed's next answer";

export class FeedFailedError extends contractError(
  "PriceOracle_FeedFailed(address feed)",
  ({ feed }) => `The price feed ${feed} does not answer: ${WAIT}.`,
) {}

export class IncompleteRoundError extends contractError(
  "PriceOracle_IncompleteRound(uint256 roundId)",
  ({ roundId }) => `The price feed's round ${String(roundId)} is not complete: ${WAIT}.`,
) {}

export class InvalidAnswerError extends contractError(
  "PriceOracle_InvalidAnswer(int256 answer)",
  ({ answer }) => `The price feed answers ${String(answer)}, which is no price: ${WAIT}.`,
) {}

export class FutureTimestampError extends contractError(
  "PriceOracle_FutureTimestamp(uint256 updatedAt)",
  ({ updatedAt }, say) => `The price is dated ${say.time(updatedAt)}, in the future: ${WAIT}.`,
) {}

export class StalePriceError extends contractError(
  "PriceOracle_StalePrice(uint256 updatedAt, uint256 maxAge)",
  ({ updatedAt, maxAge }, say) =>
    `The price is from ${say.time(updatedAt)}, older than the ${say.duration(maxAge)} allowed: ${WAIT}.`,
) {}

export class PriceOutOfBoundsError extends contractError(
  "PriceOracle_OutOfBounds(uint256 price, uint256 min, uint256 max)",
  ({ price, min, max }, say) =>
    `The price of ${say.dollars(price)} is outside ${say.dollars(min)} to ${say.dollars(max)}, which is all the oracle believes: ${WAIT}.`,
) {}

export class SequencerDownError extends contractError(
  "PriceOracle_SequencerDown()",
  () => "The chain's sequencer is down, so there is no price: wait until it is back.",
) {}

export class SequencerGracePeriodError extends contractError(
  "PriceOracle_SequencerGracePeriod(uint256 upSince, uint256 until)",
  ({ upSince, until }, say) =>
    `The chain's sequencer is back only since ${say.time(upSince)}: try again after ${say.time(until)}.`,
) {}

export class TimeNotPastError extends contractError(
  "PriceOracle_TimeNotPast(uint256 time, uint256 current)",
  ({ time, current }, say) =>
    `The price of ${say.time(time)} is not final at ${say.time(current)}: ask for it a second after its time.`,
) {}

export class StipendError extends contractError(
  "StipendCall_InsufficientGas(uint256 available, uint256 required)",
  ({ available, required }) =>
    `Only ${String(available)} gas is left where ${String(required)} is needed to ask the price feed: set a higher gas limit.`,
) {}

export class FeedNotAContractError extends contractError(
  "PriceOracle_NotAContract(address feed)",
  ({ feed }) => `There is no price feed at ${feed}: check the address.`,
) {}

export class FeedDecimalsError extends contractError(
  "PriceOracle_TooManyDecimals(uint256 decimals, uint256 max)",
  ({ decimals, max }) => `The price feed has ${String(decimals)} decimals, more than ${String(max)}: use another feed.`,
) {}

export class InvalidBoundsError extends contractError(
  "PriceOracle_InvalidBounds(uint256 min, uint256 max)",
  ({ min, max }, say) =>
    `The oracle's bounds ${say.dollars(min)} to ${say.dollars(max)} make no range: the lower one must be above 0 and below the upper one.`,
) {}

export class ZeroMaxAgeError extends contractError(
  "PriceOracle_ZeroMaxAge()",
  () => "The oracle would believe no price at all: set its maximum age.",
) {}

export class DeviationThresholdError extends contractError(
  "PriceOracle_InvalidDeviationThreshold(uint256 deviationThreshold)",
  ({ deviationThreshold }, say) =>
    `The feed's deviation threshold of ${say.percent(deviationThreshold)} must be below 100 %.`,
) {}
