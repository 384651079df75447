import type { Address } from "../Chain.js";
import { ERC20 } from "../ERC20.js";
import type { FundDesk } from "../FundDesk.js";
import * as FeeMath from "../libraries/FeeMath.js";
import { mulWadDown, WAD } from "../libraries/FixedPoint.js";
import { abs } from "../libraries/Math.js";
import * as NavMath from "../libraries/NavMath.js";
import type { Fund } from "../libraries/NavMath.js";
import { Blocker } from "../libraries/Rebalance.js";
import type { ChainlinkPriceOracle } from "../oracle/ChainlinkPriceOracle.js";
import type { IRebalancePolicy } from "../policies/IRebalancePolicy.js";
import type { MockFuturesVenue } from "../venue/MockFuturesVenue.js";
import type { MarketId, Position } from "../venue/VenueTypes.js";
import {
  Phase,
  type Limits,
  type RebalanceState,
  type TokenConfig,
  type TokenReading,
  type TokenState,
} from "./TokenTypes.js";

/** What a token is and holds: its fixed terms, its state, and the one way to read both together with the account. */
export abstract class FundState extends ERC20 {
  readonly venue: MockFuturesVenue;
  readonly account: MockFuturesVenue;
  readonly market: MarketId;
  readonly oracle: ChainlinkPriceOracle;
  readonly policy: IRebalancePolicy;
  /** {1} Signed WAD. */
  readonly targetLeverage: bigint;
  /** {share} Shares that stand against the virtual assets, a millionth of a dollar. */
  readonly virtualShares: bigint;
  readonly desk: FundDesk;
  readonly feeCollector: Address;

  /** {usd} Value of one unit of collateral, WAD. */
  protected readonly _unit: bigint;
  /** {1} Real leverage over target beyond which nothing is minted, WAD. */
  protected readonly _emergencyBand: bigint;
  protected readonly _state: TokenState;
  protected readonly _rebalancing: RebalanceState;
  /** {collateral} */
  protected readonly _money = { settledAssets: 0n, totalOwed: 0n };

  constructor(config: TokenConfig) {
    super(config.chain, config.address);
    this.venue = config.venue;
    this.account = config.venue.openAccount(config.market);
    this.market = config.market;
    this.oracle = config.venue.terms(config.market).oracle;
    this.policy = config.policy;
    this.desk = config.desk;
    this.targetLeverage = config.leverage;
    this.feeCollector = config.feeCollector;
    this._unit = 10n ** BigInt(18 - config.venue.collateral.decimals);
    this.virtualShares = (NavMath.VIRTUAL_ASSETS * WAD) / this._unit / config.initialNav;
    this._emergencyBand = config.policy.bands().emergency;
    const { fees, limits } = config;
    this._state = {
      pendingFeeShares: 0n,
      feesAccruedAt: this.chain.now,
      rebalancedAt: this.chain.now,
      managementPpmPerYear: fees.managementPpmPerYear,
      mintPpm: fees.mintPpm,
      redeemPpm: fees.redeemPpm,
      capacity: limits.capacity,
      mintPaused: false,
      hasDebts: false,
      phase: Phase.Active,
    };
    this._rebalancing = {
      maxTrade: limits.maxTrade,
      blockedSince: 0n,
      blockedAt: 0n,
      blocker: Blocker.None,
      tipDay: 0n,
      tipped: 0n,
    };
  }

  /** {share} Minted shares plus fee shares pending now. */
  effectiveSupply(): bigint {
    return this._accrue(this._state).supply;
  }

  /** The mutable state as stored; pending fee shares as of `feesAccruedAt`. */
  state(): Readonly<TokenState> {
    return this._state;
  }

  /** All that is stored and fixed, in one answer. */
  reading(): TokenReading {
    return {
      account: this.account,
      market: this.market,
      policy: this.policy,
      targetLeverage: this.targetLeverage,
      virtualShares: this.virtualShares,
      unit: this._unit,
      emergencyBand: this._emergencyBand,
      minted: this.totalSupply(),
      owed: this.totalOwed(),
      state: this._state,
      rebalancing: this._rebalancing,
    };
  }

  limits(): Readonly<Limits> {
    return { capacity: this._state.capacity, maxTrade: this._rebalancing.maxTrade };
  }

  /** {collateral} What a settled token still holds for its holders. */
  settledAssets(): bigint {
    return this._money.settledAssets;
  }

  /** {collateral} The sum of all that is owed. */
  totalOwed(): bigint {
    return this._money.totalOwed;
  }

  /** A copy of the state, to be changed and then written with {@link _write}. */
  protected _current(): TokenState {
    return { ...this._state };
  }

  protected _write(current: TokenState): void {
    this.chain.write(this._state, current);
  }

  /** One read of the account. */
  protected _read(current: Readonly<TokenState>): { fund: Fund; position: Position } {
    const position = this.account.position(this.market, this.address);
    return { fund: this._fill(current, position), position };
  }

  protected _fill(current: Readonly<TokenState>, position: Position): Fund {
    const { supply } = this._accrue(current);
    return NavMath.fill(position, this._unit, supply, this.virtualShares, this._debts(current));
  }

  /** {collateral} What is owed; no part of equity. */
  protected _debts(current: Readonly<TokenState>): bigint {
    return current.hasDebts ? this.totalOwed() : 0n;
  }

  /** {share}, {share} Minted and pending together, and the collector's that are not minted yet, counted to now. */
  protected _accrue(current: Readonly<TokenState>): { supply: bigint; pending: bigint } {
    return FeeMath.accrue(current, this.totalSupply(), this.chain.now);
  }

  /** {1} Real leverage beyond which nothing is minted, WAD. */
  protected _emergencyLeverage(): bigint {
    return mulWadDown(abs(this.targetLeverage), this._emergencyBand);
  }
}
