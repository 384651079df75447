import { MAX_UINT256 } from "../libraries/Checked.js";
import { max } from "../libraries/Math.js";
import { attempt, ModelRevert } from "../ModelRevert.js";
import { SearchOutcome } from "../oracle/ChainlinkPriceOracle.js";
import type { Account } from "./VenueMath.js";
import type { Market, MarketId, Priced } from "./VenueTypes.js";
import { VenueViews } from "./VenueViews.js";

/** When a market counts as dead, and the price its accounts are closed at then. */
export abstract class VenueOutage extends VenueViews {
  /** Starts the outage clock of a dead market, or stops it for a market that lives. */
  reportOutage(id: MarketId): void {
    this.chain.transact(() => {
      const market = this._market(id);
      const priceLives = attempt(() => market.trading.oracle.price()) !== undefined;
      let since = 0n;
      if (!priceLives || market.trading.halted) {
        if (this._outageAt(market) !== 0n) return;
        since = this.chain.now;
      }
      this.chain.write(market.risk, { outageAt: since });
      this.chain.emit(this.address, "OutageReported", id, since);
    });
  }

  /**
   * The price an account is closed at: the live one; in an outage long enough the live one if there is, else the last
   * valid one, else the one the account was last marked at.
   */
  protected _closingPrice(market: Market, acc: Readonly<Account>): { live: boolean; priced: Priced } {
    const { oracle, halted } = market.trading;
    let price = attempt(() => oracle.price());
    if (price !== undefined && !halted) {
      return { live: true, priced: this._fill(market, price.value, price.updatedAt, this.chain.now) };
    }
    let since = this._outageAt(market);
    if (price === undefined) {
      const last = oracle.priceAt(this.chain.now - 1n, 0n, MAX_UINT256);
      if (last.outcome === SearchOutcome.Found) {
        price = { value: last.price, updatedAt: last.updatedAt };
        // It answered after the report: that outage was over, and this one is younger.
        if (since !== 0n) since = max(since, last.updatedAt);
      }
    }
    const delay = market.risk.outageDelay;
    if (since === 0n || this.chain.now < since + delay) {
      throw new ModelRevert("FuturesVenue_OutageTooShort", [since, delay]);
    }
    // A dead market has no funding.
    const priced = this._fill(market, price?.value ?? 0n, price?.updatedAt ?? 0n, market.funding.accruedAt);
    // No valid price at all: the account is closed without profit or loss since it was last marked.
    if (price === undefined) priced.net = acc.mark;
    return { live: false, priced };
  }

  /** {s} Start of the reported outage, 0 if there is none or the market has traded since. */
  private _outageAt(market: Market): bigint {
    const since = market.risk.outageAt;
    return since < market.funding.accruedAt ? 0n : since;
  }
}
