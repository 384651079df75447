import { toInt } from "../libraries/Checked.js";
import { abs } from "../libraries/Math.js";
import { ModelRevert } from "../ModelRevert.js";
import { VenueLiquidity } from "./VenueLiquidity.js";
import { PPM } from "./VenueState.js";
import { Status, type MarketConfig, type MarketId } from "./VenueTypes.js";

/** Listing, and the controls a test or demo plays the exchange's part with. Anyone may call: roles are not modelled. */
export abstract class VenueScenario extends VenueLiquidity {
  /**
   * Lists a market; its terms are fixed for good. Its event, which holds nothing that is not given, is not modelled.
   */
  listMarket(id: MarketId, config: MarketConfig): void {
    if (this._markets.has(id)) throw new ModelRevert("MockFuturesVenue_MarketExists", [id]);
    if (
      config.initialMarginPpm <= config.maintenanceMarginPpm ||
      config.initialMarginPpm > PPM ||
      config.maintenanceMarginPpm === 0n ||
      config.liquidationPenaltyPpm > config.maintenanceMarginPpm ||
      config.liquidationRewardPpm > config.liquidationPenaltyPpm ||
      config.takerFeePpm >= config.maintenanceMarginPpm ||
      config.outageDelay < 86_400n ||
      (config.depth !== 0n && config.openInterestCap * 10n > config.depth) ||
      abs(config.baseFundingPerSecond) > config.maxFundingPerSecond
    ) {
      throw new ModelRevert("MockFuturesVenue_BadConfig");
    }
    this._markets.set(id, {
      openInterest: { long: 0n, short: 0n },
      funding: { index: 0n, longBasis: 0n, accruedAt: this.chain.now },
      trading: {
        oracle: config.oracle,
        takerFeePpm: config.takerFeePpm,
        spreadPpm: 0n,
        initialMarginPpm: config.initialMarginPpm,
        maintenanceMarginPpm: config.maintenanceMarginPpm,
        status: Status.Open,
      },
      capacity: {
        depth: config.depth,
        openInterestCap: config.openInterestCap,
        baseFundingPerSecond: config.baseFundingPerSecond,
        skewFundingPerSecond: config.skewFundingPerSecond,
        maxFundingPerSecond: config.maxFundingPerSecond,
        reserveFeePerSecond: config.reserveFeePerSecond,
      },
      risk: {
        liquidationPenaltyPpm: config.liquidationPenaltyPpm,
        liquidationRewardPpm: config.liquidationRewardPpm,
        liquidationRewardCap: config.liquidationRewardCap,
        outageDelay: config.outageDelay,
      },
      shortBasis: 0n,
      outage: { reportedAt: 0n, seenAt: 0n, priceUpdatedAt: 0n, price: 0n, cursor: 0n },
    });
  }

  /** Sets the base funding rate {1/s} from now on; what has accrued stays. */
  setBaseFunding(id: MarketId, ratePerSecond: bigint): void {
    this.chain.transact(() => {
      const { capacity, funding } = this._market(id);
      const most = capacity.maxFundingPerSecond;
      if (abs(ratePerSecond) > most) {
        throw new ModelRevert("MockFuturesVenue_FundingRate", [ratePerSecond, most]);
      }
      const priced = this._priced(id);
      this.chain.write(funding, { index: toInt(112n, priced.index), accruedAt: priced.fundedUntil });
      this.chain.write(capacity, { baseFundingPerSecond: ratePerSecond });
      this.chain.emit(this.address, "BaseFundingSet", id, ratePerSecond);
    });
  }

  /** Sets the open-interest cap {usd, whole dollars per side}. */
  setOpenInterestCap(id: MarketId, cap: bigint): void {
    this.chain.transact(() => {
      const { capacity } = this._market(id);
      const { depth } = capacity;
      if (depth !== 0n && cap * 10n > depth) {
        throw new ModelRevert("FuturesVenue_OpenInterestCap", [cap, depth / 10n]);
      }
      this.chain.write(capacity, { openInterestCap: cap });
      this.chain.emit(this.address, "OpenInterestCapSet", id, cap);
    });
  }

  /**
   * Plays a fault: a halted market, fills that are rejected, a spread {1e-6} on top of the taker fee. A halt has
   * precedence over rejected fills, and a market that has expired stays so.
   */
  setScenario(id: MarketId, halted: boolean, failing: boolean, spreadPpm: bigint): void {
    this.chain.transact(() => {
      const { trading, outage } = this._market(id);
      const before = trading.status;
      if (before !== Status.Expired) {
        // Another outage, if any, begins now.
        if (halted !== (before === Status.Halted)) this.chain.write(outage, { reportedAt: 0n });
        this.chain.write(trading, { status: halted ? Status.Halted : failing ? Status.Failing : Status.Open });
      }
      this.chain.write(trading, { spreadPpm });
      this.chain.emit(this.address, "ScenarioSet", id, halted, failing, spreadPpm);
    });
  }
}
