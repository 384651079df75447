import { div } from "../libraries/Checked.js";
import * as RoundSearch from "../libraries/RoundSearch.js";
import type { Place } from "../libraries/RoundSearch.js";
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

/** How a search for a past price has ended, if it has. */
export enum SearchOutcome {
  Unfinished,
  Found,
  None,
}

/** What a call of {@link ChainlinkPriceOracle.priceAt} has come to. */
export interface PriceSearch {
  outcome: SearchOutcome;
  /** {usd/base} WAD; zero unless found. */
  price: bigint;
  /** {s} When the feed learned it; zero unless found. */
  updatedAt: bigint;
  /** Where to go on; zero at the end. */
  cursor: bigint;
}

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

  /** Looks for the price at a past time, at any age: so many steps from the cursor of the call before, or from 0. */
  priceAt(time: bigint, cursor: bigint, steps: bigint): PriceSearch {
    const { now } = this.feed.chain;
    if (time >= now) throw new ModelRevert("PriceOracle_TimeNotPast", [time, now]);
    if (steps === 0n) return { outcome: SearchOutcome.Unfinished, price: 0n, updatedAt: 0n, cursor };

    const search: PriceSearch = { outcome: SearchOutcome.Unfinished, price: 0n, updatedAt: 0n, cursor: 0n };
    let place: Place;
    if (cursor === 0n) {
      --steps;
      const round = this.feed.latestRoundData();
      place = round === undefined ? RoundSearch.endOf() : RoundSearch.startAt(round.id);
      if (round !== undefined && this._take(search, place, round, time)) return search;
    } else {
      place = RoundSearch.fromCursor(cursor);
    }

    for (; steps !== 0n; --steps) {
      if (place.low < place.high) {
        this._bisect(place, time);
      } else if (place.high !== 0n) {
        place.isBounded = true;
        const round = this.feed.getRoundData(place.high);
        if (round === undefined) RoundSearch.reject(place);
        else if (this._take(search, place, round, time)) return search;
      } else {
        search.outcome = SearchOutcome.None;
        return search;
      }
    }
    search.cursor = RoundSearch.toCursor(place);
    return search;
  }

  /** Takes the candidate's price if it is valid and not after `time`. If not, the search goes on below it. */
  private _take(search: PriceSearch, place: Place, { answer, updatedAt }: Round, time: bigint): boolean {
    if (updatedAt > time) {
      RoundSearch.rejectAsLater(place);
      return false;
    }
    if (updatedAt !== 0n && answer > 0n) {
      const price = this._toWadDown(answer);
      if (this._isWithinBounds(price)) {
        Object.assign(search, { outcome: SearchOutcome.Found, price, updatedAt });
        return true;
      }
    }
    RoundSearch.reject(place);
    return false;
  }

  /** Halves what is left. Two neighbours must agree on "after": one round that is dated wrongly must not hide the rest. */
  private _bisect(place: Place, time: bigint): void {
    const middle = RoundSearch.middle(place);
    const mayPrecede = (id: bigint) => {
      const round = this.feed.getRoundData(id);
      return round === undefined ? place.isBounded : round.updatedAt <= time;
    };
    if (mayPrecede(middle) || (middle < place.high && mayPrecede(middle + 1n))) place.low = middle;
    else place.high = middle - 1n;
  }

  private _isWithinBounds(value: bigint): boolean {
    return value >= this.minPrice && value <= this.maxPrice;
  }

  /** An answer has at most 127 bits, so that saturation, which the contract has, is out of reach. */
  private _toWadDown(answer: bigint): bigint {
    return div(answer * this.multiplier, this.divisor);
  }
}
