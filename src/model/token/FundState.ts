import type { Address } from "../Chain.js";
import { ERC20 } from "../ERC20.js";
import * as FeeMath from "../libraries/FeeMath.js";
import { mulWadDown, WAD } from "../libraries/FixedPoint.js";
import { abs, min } from "../libraries/Math.js";
import type { Fund } from "../libraries/NavMath.js";
import type { Policy } from "../libraries/Rebalance.js";
import { attempt } from "../ModelRevert.js";
import type { MockFuturesVenue } from "../venue/MockFuturesVenue.js";
import type { MarketId, Snapshot } from "../venue/VenueTypes.js";
import { Phase, type Limits, type TokenConfig, type TokenState } from "./TokenTypes.js";

const MAX_UINT104 = (1n << 104n) - 1n;

/** What a token is and holds: its fixed terms, its state, and the one way to read both together with the account. */
export abstract class FundState extends ERC20 {
  readonly venue: MockFuturesVenue;
  readonly market: MarketId;
  /** {1} Signed WAD. */
  readonly targetLeverage: bigint;
  /** {share} Shares that stand against one virtual unit of collateral: 1e18 / initial NAV. */
  readonly virtualShares: bigint;
  readonly feeCollector: Address;
  readonly policy: Policy;

  /** {usd} Value of one unit of collateral, WAD. */
  protected readonly _unit: bigint;
  protected readonly _state: TokenState;
  protected readonly _limits: Limits;
  /** {collateral} */
  protected readonly _settled = { assets: 0n };

  constructor(config: TokenConfig) {
    super(config.chain, config.address);
    this.venue = config.venue;
    this.market = config.market;
    this.targetLeverage = config.leverage;
    this.virtualShares = WAD / config.initialNav;
    this.feeCollector = config.feeCollector;
    this.policy = config.policy;
    this._unit = 10n ** BigInt(18 - config.venue.collateral.decimals);
    this._limits = { ...config.limits };
    this._state = {
      pendingFeeShares: 0n,
      feesAccruedAt: this.chain.now,
      rebalancedAt: this.chain.now,
      ...config.fees,
      mintPaused: false,
      phase: Phase.Active,
    };
  }

  /** {share} Minted shares plus management-fee shares pending now. */
  effectiveSupply(): bigint {
    return this._accrue(this._current());
  }

  /** The mutable state as stored; pending fee shares as of `feesAccruedAt`. */
  state(): Readonly<TokenState> {
    return this._state;
  }

  limits(): Readonly<Limits> {
    return this._limits;
  }

  /** {collateral} What a settled token still holds for its holders. */
  settledAssets(): bigint {
    return this._settled.assets;
  }

  /** A copy of the state, to be changed and then written with {@link _write}. */
  protected _current(): TokenState {
    return { ...this._state };
  }

  protected _write(current: TokenState): void {
    this.chain.write(this._state, current);
  }

  protected _snapshot(): Snapshot {
    return this.venue.snapshot(this.market, this.address);
  }

  /** What Solidity's `try venue.snapshot(...)` gives. */
  protected _trySnapshot(): Snapshot | undefined {
    return attempt(() => this._snapshot());
  }

  /** One read of the venue; the management fee is accrued to now in `current`, and callers that write persist it. */
  protected _read(current: TokenState): { fund: Fund; halted: boolean } {
    const shot = this._snapshot();
    return { fund: this._fill(shot, this._accrue(current)), halted: shot.halted };
  }

  protected _readFund(): Fund {
    return this._read(this._current()).fund;
  }

  protected _fill(shot: Snapshot, supply: bigint): Fund {
    return {
      equity: shot.equity,
      unit: this._unit,
      supply,
      virtualShares: this.virtualShares,
      size: shot.size,
      price: shot.price,
      curve: shot.curve,
    };
  }

  /**
   * Accrues the management fee to now, in `current`.
   * @returns {share} Minted and pending.
   */
  protected _accrue(current: TokenState): bigint {
    const minted = this.totalSupply();
    let pending = current.pendingFeeShares;
    const elapsed = this.chain.now - current.feesAccruedAt;
    if (elapsed !== 0n && current.phase !== Phase.Settled) {
      pending += FeeMath.dilution(minted + pending, current.managementPpmPerYear, elapsed);
      pending = min(pending, MAX_UINT104);
      current.pendingFeeShares = pending;
      current.feesAccruedAt = this.chain.now;
    }
    return minted + pending;
  }

  /** {1} Real leverage beyond which nothing is minted, WAD. */
  protected _emergencyLeverage(): bigint {
    return mulWadDown(abs(this.targetLeverage), this.policy.emergencyBand);
  }
}
