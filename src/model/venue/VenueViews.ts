import type { Address } from "../Chain.js";
import { divWadDown, WAD } from "../libraries/FixedPoint.js";
import { abs, ceilDiv, min, saturatingSub } from "../libraries/Math.js";
import { VenueBooks } from "./VenueBooks.js";
import * as VenueMath from "./VenueMath.js";
import type { Account } from "./VenueMath.js";
import { PPM } from "./VenueState.js";
import { Status, type MarketId, type MarketTerms, type Position, type Priced, type Room } from "./VenueTypes.js";

/** What the venue says of its accounts. They are keyed by their callers: the venue is the account of all of them. */
export abstract class VenueViews extends VenueBooks {
  /** What never changes about a market. */
  terms(id: MarketId): MarketTerms {
    const { trading, capacity, risk } = this._market(id);
    const { depth, openInterestCap } = capacity;
    return {
      oracle: trading.oracle,
      takerFee: trading.takerFeePpm * (WAD / PPM),
      maxImpact: depth === 0n ? 0n : ceilDiv(openInterestCap * WAD, depth),
      initialMargin: trading.initialMarginPpm * (WAD / PPM),
      maintenanceMargin: trading.maintenanceMarginPpm * (WAD / PPM),
      liquidationReward: risk.liquidationRewardPpm * (WAD / PPM),
      liquidationRewardCap: risk.liquidationRewardCap,
      outageDelay: risk.outageDelay,
    };
  }

  /** Opens an account: nothing is stored, it comes into being by its first trade. */
  openAccount(id: MarketId): this {
    this._market(id);
    return this;
  }

  /** The account and its market in one read. */
  position(id: MarketId, owner: Address): Position {
    const priced = this._priced(id);
    const acc = this._account(id, owner);
    return this._position(priced, acc, VenueMath.worth(acc, priced.net, this._unit));
  }

  /** The same, and what the venue would refuse now. */
  snapshot(id: MarketId, owner: Address): { position: Position; room: Room } {
    const priced = this._priced(id);
    const acc = this._account(id, owner);
    const worth = VenueMath.worth(acc, priced.net, this._unit);
    return { position: this._position(priced, acc, worth), room: this._room(priced, acc, worth) };
  }

  /** {collateral} What trading `sizeDelta` {base} would cost now, exactly. */
  quote(id: MarketId, _owner: Address, sizeDelta: bigint): { cost: bigint; isExact: boolean } {
    return { cost: this._cost(this._priced(id), sizeDelta).cost, isExact: true };
  }

  /** {usd/base} The price at which `owner`'s account becomes liquidatable, WAD; 0 if none does. */
  liquidationPrice(id: MarketId, owner: Address): bigint {
    const priced = this._priced(id);
    const acc = this._account(id, owner);
    const fee = VenueMath.reserveFee(acc, priced.reserveFee, priced.fundedUntil);
    const maintenance = priced.maintenanceMarginPpm * (WAD / PPM);
    return VenueMath.liquidationPrice(acc, priced.index, fee, maintenance, this._unit);
  }

  private _position(priced: Priced, acc: Readonly<Account>, worth: bigint): Position {
    const value = this._value(priced, acc, worth);
    return {
      price: priced.price,
      priceUpdatedAt: priced.updatedAt,
      size: acc.size,
      equity: value > 0n ? value : 0n,
      curve: priced.curve,
      isExact: true,
      halted: priced.status >= Status.Halted,
    };
  }

  /**
   * Any reduction is taken. Increases are bounded by what the pool could reserve once the account is marked, and by
   * what open interest leaves.
   */
  private _room(priced: Priced, acc: Readonly<Account>, worth: bigint): Room {
    const totals = { ...this._books };
    this._release(totals, acc, worth);
    const free = this._freeReserve(totals);
    const covered = VenueMath.coveredBy(free, priced.price);
    const cap = divWadDown(priced.openInterestCap, priced.price);
    const held = abs(acc.size);
    const coveredBeyondHeld = saturatingSub(covered, held);
    const isLong = acc.size > 0n;
    return {
      maxLong: min(saturatingSub(cap, priced.long), isLong ? coveredBeyondHeld : covered),
      maxShort: min(saturatingSub(cap, priced.short), isLong ? covered : coveredBeyondHeld),
      minReduction: 0n,
      maxReduction: held,
      maintenanceMargin: priced.maintenanceMarginPpm * (WAD / PPM),
      remainingProfit: VenueMath.remainingProfit(acc, worth, this._unit),
      remainingProfitIfMarked: min(VenueMath.notionalDown(held, priced.price), free * VenueMath.RESERVE_UNIT),
    };
  }
}
