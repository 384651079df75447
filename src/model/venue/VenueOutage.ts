import { toUint } from "../libraries/Checked.js";
import { min } from "../libraries/Math.js";
import { attempt, ModelRevert } from "../ModelRevert.js";
import { SearchOutcome, type Price } from "../oracle/ChainlinkPriceOracle.js";
import type { Account } from "./VenueMath.js";
import { Status, type Market, type MarketId, type Priced } from "./VenueTypes.js";
import { VenueViews } from "./VenueViews.js";

/** How far a close searches by itself. */
const CLOSE_STEPS = 64n;

/** When a market counts as dead, and the one price at which all its accounts are closed then. */
export abstract class VenueOutage extends VenueViews {
  /** Starts the outage clock of a dead market and keeps it going, or stops it for a market that lives. */
  reportOutage(id: MarketId): void {
    this.chain.transact(() => {
      const market = this._market(id);
      if (market.trading.status === Status.Expired) return;
      if (this._look(market) !== undefined) {
        this.chain.write(market.outage, { reportedAt: 0n });
        this.chain.emit(this.address, "OutageReported", id, 0n);
        return;
      }
      if (this._outageSince(market) === 0n) {
        this.chain.write(market.outage, { reportedAt: this.chain.now, cursor: 0n });
        this.chain.emit(this.address, "OutageReported", id, this.chain.now);
      }
      this.chain.write(market.outage, { seenAt: this.chain.now });
    });
  }

  /**
   * Ends a market whose outage clock has run for its delay: every account closes at the price of that time.
   * @param steps How far to search for it at most in this call.
   * @returns Whether the market has expired. If not, the search must go on.
   */
  expire(id: MarketId, steps: bigint): boolean {
    return this.chain.transact(() => {
      const market = this._market(id);
      if (market.trading.status === Status.Expired) return true;
      const live = this._look(market) !== undefined;
      return this._expire(id, live ? 0n : this._outageSince(market), steps);
    });
  }

  /** The price an account is closed at: the live one, or that of an expired market. A dead market expires here. */
  protected _closingPrice(id: MarketId, acc: Readonly<Account>): { live: boolean; priced: Priced } {
    const market = this._market(id);
    if (market.trading.status !== Status.Expired) {
      const price = this._look(market);
      if (price !== undefined) return { live: true, priced: this._fillLive(market, price) };
      if (!this._expire(id, this._outageSince(market), CLOSE_STEPS)) {
        throw new ModelRevert("FuturesVenue_ExpiryUnfinished", [id]);
      }
    }
    const priced = this._fillExpired(market);
    // No valid price at all: the account is closed without profit or loss since it was last marked.
    if (priced.price === 0n) priced.net = acc.mark;
    return { live: false, priced };
  }

  /** @param since {s} Start of the outage, 0 if there is none. */
  private _expire(id: MarketId, since: bigint, steps: bigint): boolean {
    const { risk, trading, outage } = this._market(id);
    const end = since + risk.outageDelay;
    // In the second `end` itself a round may still be to come.
    if (since === 0n || this.chain.now <= end) {
      throw new ModelRevert("FuturesVenue_OutageTooShort", [since, risk.outageDelay]);
    }
    const search = trading.oracle.priceAt(end, outage.cursor, steps);
    this.chain.write(outage, { cursor: search.cursor });
    if (search.outcome === SearchOutcome.Unfinished) return false;
    this.chain.write(outage, { price: toUint(128n, search.price), priceUpdatedAt: search.updatedAt });
    this.chain.write(trading, { status: Status.Expired });
    this.chain.emit(this.address, "MarketExpired", id, search.price, end);
    return true;
  }

  /**
   * {s} Start of the reported outage; 0 if there is none, the market has traded since, or too long nobody has reported it.
   * Silence after its delay does not end it, or the last caller could choose a later price by waiting.
   */
  private _outageSince({ outage, funding, trading, risk }: Market): bigint {
    const since = outage.reportedAt;
    if (since < funding.accruedAt) return 0n;
    // The end of a halt resets the clock.
    if (trading.status === Status.Halted) return since;
    const delay = risk.outageDelay;
    return min(this.chain.now, since + delay) > outage.seenAt + delay / 2n ? 0n : since;
  }

  /** The price of a market that lives. */
  private _look({ trading }: Market): Price | undefined {
    const price = attempt(() => trading.oracle.price());
    return trading.status === Status.Halted ? undefined : price;
  }
}
