import { div } from "../libraries/Checked.js";
import { ModelRevert } from "../ModelRevert.js";
import type { MockAggregator, Round } from "./MockAggregator.js";

/** What an oracle is created with. The layer-2 sequencer's feed is not modelled. */
export interface OracleSettings {
  readonly feed: MockAggregator;
  /** {s} The oldest an answer may be. */
  readonly maxAge: bigint;
  /** {usd/base} The lowest price believed, WAD. */
  readonly minPrice: bigint;
  /** {usd/base} The highest price believed, WAD. */
  readonly maxPrice: bigint;
  /** {1} By how much the market may move before the feed speaks, WAD. */
  readonly deviationThreshold: bigint;
}

/** A price that passed every check. */
export interface Price {
  /** {usd/base} WAD, never zero. */
  readonly value: bigint;
  /** {s} When the feed learned it. */
  readonly updatedAt: bigint;
}

const MAX_ROUNDS_BACK = 128n;
const WAD_DECIMALS = 18;

/** Reads a Chainlink data feed and believes only what passes every check. */
export class ChainlinkPriceOracle {
  readonly feed: MockAggregator;
  readonly deviationThreshold: bigint;
  readonly maxAge: bigint;
  private readonly minPrice: bigint;
  private readonly maxPrice: bigint;
  private readonly multiplier: bigint;
  private readonly divisor: bigint;

  constructor({ feed, maxAge, minPrice, maxPrice, deviationThreshold }: OracleSettings) {
    this.feed = feed;
    this.maxAge = maxAge;
    this.minPrice = minPrice;
    this.maxPrice = maxPrice;
    this.deviationThreshold = deviationThreshold;
    this.multiplier = feed.decimals < WAD_DECIMALS ? 10n ** BigInt(WAD_DECIMALS - feed.decimals) : 1n;
    this.divisor = feed.decimals > WAD_DECIMALS ? 10n ** BigInt(feed.decimals - WAD_DECIMALS) : 1n;
  }

  /** The price now; reverts with the error of the first check that fails. */
  price(): Price {
    const { now } = this.feed.chain;
    const round = this.feed.latestRoundData();
    if (round === undefined) throw new ModelRevert("PriceOracle_FeedFailed", [this.feed.address]);
    const { answer, updatedAt } = round;
    if (updatedAt === 0n) throw new ModelRevert("PriceOracle_IncompleteRound", [round.id]);
    if (answer <= 0n) throw new ModelRevert("PriceOracle_InvalidAnswer", [answer]);
    if (updatedAt > now) throw new ModelRevert("PriceOracle_FutureTimestamp", [updatedAt]);
    if (now - updatedAt > this.maxAge) throw new ModelRevert("PriceOracle_StalePrice", [updatedAt, this.maxAge]);
    const value = this._toWadDown(answer);
    if (!this._isWithinBounds(value)) {
      throw new ModelRevert("PriceOracle_OutOfBounds", [value, this.minPrice, this.maxPrice]);
    }
    return { value, updatedAt };
  }

  /** The newest price that is complete, positive, within bounds and not dated in the future, whatever its age. */
  lastValidPrice(): Price {
    let round = this.feed.latestRoundData();
    if (round === undefined) throw new ModelRevert("PriceOracle_NoValidPrice");
    const newest = round.id;
    for (let back = 1n; ; ++back) {
      if (round !== undefined && this._isValidAtAnyAge(round)) {
        return { value: this._toWadDown(round.answer), updatedAt: round.updatedAt };
      }
      if (back > MAX_ROUNDS_BACK || back >= newest) throw new ModelRevert("PriceOracle_NoValidPrice");
      round = this.feed.getRoundData(newest - back);
    }
  }

  private _isValidAtAnyAge({ answer, updatedAt }: Round): boolean {
    if (updatedAt === 0n || answer <= 0n || updatedAt > this.feed.chain.now) return false;
    return this._isWithinBounds(this._toWadDown(answer));
  }

  private _isWithinBounds(value: bigint): boolean {
    return value >= this.minPrice && value <= this.maxPrice;
  }

  /** An answer has at most 127 bits, so that saturation, which the contract has, is out of reach. */
  private _toWadDown(answer: bigint): bigint {
    return div(answer * this.multiplier, this.divisor);
  }
}
