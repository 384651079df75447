import { ModelRevert } from "../ModelRevert.js";
import { div, toInt256, uint256 } from "./Checked.js";
import * as CostCurve from "./CostCurve.js";
import * as FeeMath from "./FeeMath.js";
import { mulWadDown, WAD, withSignOf } from "./FixedPoint.js";
import { abs, ceilDiv, min, saturatingSub } from "./Math.js";
import * as NavMath from "./NavMath.js";
import type { Fund } from "./NavMath.js";

/** A priced mint or redeem. */
export interface Order {
  /** {share} Created or burnt. */
  shares: bigint;
  /** {collateral} Paid by the minter or paid out to the redeemer. */
  assets: bigint;
  /** {base} What it moves the position by, WAD. */
  sizeDelta: bigint;
  /** {collateral} What the venue charges for that move. */
  cost: bigint;
  /** {collateral} What stays in the fund for the holders who stay. */
  fee: bigint;
}

/** {usd} A redeem worth less than a millionth of a dollar that cannot pay for its own trade burns without one. */
export const DUST = 10n ** 12n;
/** {1} Real leverage beyond which amounts are not inverted to shares. */
export const MAX_INVERTIBLE_LEVERAGE = 1000n;
const MAX_CORRECTIONS = 32;

export function noOrder(): Order {
  return { shares: 0n, assets: 0n, sizeDelta: 0n, cost: 0n, fee: 0n };
}

/** Prices a mint of `shares`. The first mint, into an empty fund, opens at `target` and pays no fee. */
export function forMint(fund: Fund, target: bigint, shares: bigint, feePpm: bigint): Order {
  const value = NavMath.toAssetsUp(fund, shares);
  const sizeDelta = _growth(fund, target, value);
  const fee = NavMath.isDust(fund) ? 0n : FeeMath.feeUp(value, feePpm);
  const cost = _costUp(fund, sizeDelta);
  return { shares, assets: uint256(value + cost + fee), sizeDelta, cost, fee };
}

/**
 * Prices a mint for exactly `assets`: the most shares whose price is covered, but for the few units that rounding may
 * keep; what is left over stays in the fund.
 */
export function forDeposit(fund: Fund, target: bigint, assets: bigint, feePpm: bigint): Order {
  const isDust = NavMath.isDust(fund);
  const feeRate = isDust ? 0n : feePpm;
  if (!isDust && !_isInvertible(fund)) {
    throw new ModelRevert("OrderMath_LeverageNotInvertible", [NavMath.leverage(fund)]);
  }
  const leverage = isDust ? target * (CostCurve.SCALE / WAD) : _leverage(fund);
  // Without a root the contract goes on with 0.
  let value = _invert(fund, leverage, assets, feeRate, true) ?? 0n;
  let order = forMint(fund, target, NavMath.toSharesDown(fund, value), feePpm);
  // The inverse is exact in the reals; the fund's fee, the venue's and its impact are each rounded up once more.
  if (order.assets > assets) {
    // Where a share is worth several units, whole shares are worth less than the inverse's value.
    value = order.assets - order.cost - order.fee;
    value = saturatingSub(value, order.assets - assets);
    order = forMint(fund, target, NavMath.toSharesDown(fund, value), feePpm);
  }
  order.assets = assets;
  return order;
}

/** Prices a redeem of `shares` while others stay. */
export function forRedeem(fund: Fund, shares: bigint, feePpm: bigint): Order {
  const value = NavMath.toAssetsDown(fund, shares);
  const { sizeDelta, cost } = _reduction(fund, value);
  const fee = FeeMath.feeUp(value, feePpm);
  if (cost > value) {
    if (uint256(value * fund.unit) >= DUST) throw new ModelRevert("OrderMath_CostAboveValue", [value, cost]);
    return { shares, assets: 0n, sizeDelta: 0n, cost: 0n, fee };
  }
  return { shares, assets: saturatingSub(value, uint256(cost + fee)), sizeDelta, cost, fee };
}

/** Prices the redeem that takes supply to 0: no fee, the whole position is closed. */
export function forLastRedeem(fund: Fund, shares: bigint): Order {
  const value = NavMath.toAssetsDown(fund, shares);
  const ofShares = _reduction(fund, value).cost;
  const sizeDelta = -fund.size;
  const cost = _costUp(fund, sizeDelta);
  const assets = min(saturatingSub(value, ofShares), saturatingSub(NavMath.equityDown(fund), cost));
  return { shares, assets, sizeDelta, cost, fee: 0n };
}

/** Prices a redeem that pays out exactly `assets` while others stay: the least shares that do, if any. */
export function forWithdraw(fund: Fund, assets: bigint, feePpm: bigint): Order | undefined {
  if (!_isInvertible(fund)) return undefined;
  let value = _invert(fund, _leverage(fund), assets, feePpm, false);
  if (value === undefined) return undefined;
  const equity = NavMath.equityDown(fund);
  // The value needed for a value redeemed only grows with it, so going on to what is needed never oversteps.
  for (let i = 0; i < MAX_CORRECTIONS && value <= equity; ++i) {
    const { cost } = _reduction(fund, value);
    const needed: bigint = uint256(assets + cost + FeeMath.feeUp(value, feePpm));
    if (needed <= value) {
      const order = forRedeem(fund, NavMath.toSharesUp(fund, value), feePpm);
      order.assets = assets;
      return order;
    }
    value = needed;
  }
  return undefined;
}

/** {base} The position a mint worth `value` adds, rounded down: never more leverage than before. */
function _growth(fund: Fund, target: bigint, value: bigint): bigint {
  if (NavMath.isDust(fund)) {
    return withSignOf(uint256(value * fund.unit * abs(target)) / fund.price, target);
  }
  return withSignOf(div(uint256(abs(fund.size) * value * fund.unit), fund.equity), fund.size);
}

/** {base}, {collateral} The position a redeem worth `value` closes, rounded up, and what the venue charges for it. */
function _reduction(fund: Fund, value: bigint): { sizeDelta: bigint; cost: bigint } {
  if (value === 0n || fund.size === 0n) return { sizeDelta: 0n, cost: 0n };
  const closed = ceilDiv(uint256(abs(fund.size) * value), NavMath.equityDown(fund));
  const sizeDelta = -withSignOf(closed, fund.size);
  return { sizeDelta, cost: _costUp(fund, sizeDelta) };
}

/** {collateral} The venue's charge, rounded up to the unit as the venue does. */
function _costUp(fund: Fund, sizeDelta: bigint): bigint {
  return ceilDiv(CostCurve.costUp(fund.curve, sizeDelta, fund.price), fund.unit);
}

function _isInvertible(fund: Fund): boolean {
  const notional = abs(NavMath.notional(fund));
  return notional === 0n || notional / MAX_INVERTIBLE_LEVERAGE < fund.equity;
}

/** {1} Real leverage on {@link CostCurve.SCALE}, signed. */
function _leverage(fund: Fund): bigint {
  if (fund.size === 0n) return 0n;
  const product = abs(fund.size) * fund.price;
  return withSignOf(div(uint256(product * (CostCurve.SCALE / WAD)), fund.equity), fund.size);
}

/**
 * {collateral} Solves `x + h (fee x + cost(h leverage x)) = assets` for the value x, rounded down, with h = 1 for a mint
 * and -1 for a redeem. While the trade reduces skew its impact is zero and the equation is linear.
 */
function _invert(fund: Fund, leverage: bigint, assets: bigint, feePpm: bigint, isMint: boolean): bigint | undefined {
  const { curve } = fund;
  const magnitude = abs(leverage);
  const charge = feePpm * (CostCurve.SCALE / FeeMath.PPM) + mulWadDown(magnitude, curve.fee);
  if (!isMint && charge >= CostCurve.SCALE) return undefined;
  const linear = isMint ? CostCurve.SCALE + charge : CostCurve.SCALE - charge;
  const value = uint256(assets * CostCurve.SCALE) / linear;
  const n = withSignOf(uint256(value * fund.unit * magnitude) / CostCurve.SCALE, leverage);
  if (!CostCurve.hasImpact(curve, isMint ? n : -n)) return value;
  // 2 leverage^2 assets / depth
  const squared = uint256(2n * magnitude * magnitude) / CostCurve.SCALE;
  const quadratic = toInt256(uint256(squared * assets * fund.unit) / curve.depth);
  return CostCurve.solve(
    assets,
    toInt256(linear) + CostCurve.skewSlope(curve, leverage),
    isMint ? quadratic : -quadratic,
  );
}
