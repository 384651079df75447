import { ModelRevert } from "../ModelRevert.js";
import { div, toInt256, uint256 } from "./Checked.js";
import * as CostCurve from "./CostCurve.js";
import * as FeeMath from "./FeeMath.js";
import { mulWadDown, WAD, withSignOf } from "./FixedPoint.js";
import { abs, ceilDiv, max, min, saturatingSub } from "./Math.js";
import * as NavMath from "./NavMath.js";
import type { Fund } from "./NavMath.js";

/** A mint or redeem: priced before the trade, corrected by what the trade really cost. */
export interface Order {
  /** {share} Created for the minter, or taken from the redeemer. */
  readonly shares: bigint;
  /** {share} The collector's: created beside a mint's, kept back from a redeem's. */
  readonly feeShares: bigint;
  /** {collateral} Paid by the minter, or paid out to the redeemer. */
  readonly assets: bigint;
  /** {collateral} What equity grows or falls by. */
  readonly value: bigint;
  /** {base} What it moves the position by, WAD. */
  readonly sizeDelta: bigint;
  /** {collateral} What the venue charges for that move; negative where it pays. */
  readonly cost: bigint;
}

/** {1} Real leverage beyond which amounts are not inverted to shares. */
export const MAX_INVERTIBLE_LEVERAGE = 1000n;
const MAX_CORRECTIONS = 32;

export function noOrder(): Order {
  return { shares: 0n, feeShares: 0n, assets: 0n, value: 0n, sizeDelta: 0n, cost: 0n };
}

/**
 * Whether a mint brings a position at `target` instead of its part of the one there is: where that is none, and where
 * leverage is above target in a fund too small to be rebalanced.
 */
export function comesAtTarget(fund: Fund, target: bigint): boolean {
  if (NavMath.isUnopened(fund)) return true;
  return NavMath.isTooSmall(fund) && abs(NavMath.leverage(fund)) > abs(target);
}

/** Prices a mint of `shares`. The first mint, into an empty fund, opens at `target`. */
export function forMint(fund: Fund, target: bigint, shares: bigint, feePpm: bigint): Order {
  const feeShares = FeeMath.feeUp(shares, feePpm);
  const value = NavMath.toAssetsUp(fund, uint256(shares + feeShares));
  const grown = _grow(fund, target, value);
  return { shares, feeShares, assets: _plus(value, grown.cost), ...grown };
}

/** A priced mint as what its trade really cost. */
export function withCostOfMint(order: Order, cost: bigint): Order {
  return { ...order, assets: _plus(order.value, cost), cost };
}

/**
 * Prices a mint for exactly `assets`: the most shares whose price is covered; what is left over of the last units stays
 * in the fund.
 */
export function forDeposit(fund: Fund, target: bigint, assets: bigint, feePpm: bigint): Order {
  const isAtTarget = comesAtTarget(fund, target);
  if (!isAtTarget && !_isInvertible(fund)) {
    throw new ModelRevert("OrderMath_LeverageNotInvertible", [NavMath.leverage(fund)]);
  }
  const leverage = isAtTarget ? target * (CostCurve.SCALE / WAD) : _leverage(fund);
  // Without a root the contract goes on with 0.
  const value = _invert(fund, leverage, assets, true) ?? 0n;
  let grown = _grow(fund, target, value);
  // The inverse is exact in the reals; the cost is rounded up once more.
  const price = _plus(value, grown.cost);
  if (price > assets) grown = _grow(fund, target, saturatingSub(value, price - assets));
  return { ..._share(fund, grown.value, feePpm), assets, ...grown };
}

/** A priced deposit as what its trade really cost. */
export function withCostOfDeposit(order: Order, fund: Fund, cost: bigint, feePpm: bigint): Order {
  if (cost === order.cost) return order;
  const value = _plus(order.value, order.cost - cost);
  return { ...order, ..._share(fund, value, feePpm), value, cost };
}

/** Prices a redeem of `shares` while others stay. */
export function forRedeem(fund: Fund, shares: bigint, feePpm: bigint): Order {
  const feeShares = FeeMath.feeUp(shares, feePpm);
  const value = min(NavMath.toAssetsDown(fund, uint256(shares - feeShares)), NavMath.equityDown(fund));
  const { sizeDelta, cost } = _reduction(fund, value);
  return { shares, feeShares, assets: _minusCost(shares, value, cost), value, sizeDelta, cost };
}

/** A priced redeem as what its trade really cost. */
export function withCostOfRedeem(order: Order, cost: bigint): Order {
  return { ...order, assets: _minusCost(order.shares, order.value, cost), cost };
}

/** Prices the redeem that takes supply to 0: the whole position is closed. */
export function forLastRedeem(fund: Fund, shares: bigint, feePpm: bigint): Order {
  const own = forRedeem(fund, shares, feePpm);
  const sizeDelta = -fund.size;
  const cost = _costUp(fund, sizeDelta);
  const value = min(_plus(own.value, cost - own.cost), NavMath.equityDown(fund));
  return { ...own, assets: _minusCost(shares, value, cost), value, sizeDelta, cost };
}

/** A redeem of `shares` out of `minted`. */
export function forRedeemOf(fund: Fund, shares: bigint, minted: bigint, feePpm: bigint): Order {
  return shares === minted ? forLastRedeem(fund, shares, feePpm) : forRedeem(fund, shares, feePpm);
}

/** Prices a redeem that pays out exactly `assets` while others stay: the least shares that do, if any. */
export function forWithdraw(fund: Fund, assets: bigint, feePpm: bigint): Order | undefined {
  if (!_isInvertible(fund)) return undefined;
  let value = _invert(fund, _leverage(fund), assets, false);
  if (value === undefined) return undefined;
  const equity = NavMath.equityDown(fund);
  // The value needed for a value redeemed only grows with it, so going on to what is needed never oversteps.
  for (let i = 0; i < MAX_CORRECTIONS && value <= equity; ++i) {
    const { sizeDelta, cost } = _reduction(fund, value);
    const needed: bigint = _plus(assets, cost);
    if (needed <= value) return { ..._burn(fund, value, feePpm), assets, value, sizeDelta, cost };
    value = needed;
  }
  return undefined;
}

/** A redeem that pays out exactly `assets`, for at most the shares there are. Reverts where none does. */
export function forWithdrawOf(fund: Fund, assets: bigint, minted: bigint, feePpm: bigint): Order {
  const order = forWithdraw(fund, assets, feePpm);
  if (order === undefined) throw new ModelRevert("LeveragedToken_AmountNotReachable", [assets]);
  // Rounding may ask for more shares than there are where leaving altogether pays enough.
  return order.shares < minted ? order : forLastWithdraw(fund, assets, minted, feePpm);
}

/** The redeem of all shares that pays out `assets`; what it would pay beyond them is the collector's. */
export function forLastWithdraw(fund: Fund, assets: bigint, minted: bigint, feePpm: bigint): Order {
  const order = forLastRedeem(fund, minted, feePpm);
  if (order.assets < assets) throw new ModelRevert("LeveragedToken_AmountNotReachable", [assets]);
  return { ...order, assets };
}

/** A priced withdrawal as what its trade really cost. */
export function withCostOfWithdraw(order: Order, fund: Fund, cost: bigint, feePpm: bigint): Order {
  if (cost === order.cost) return order;
  // Who takes money out burns a share for it, though the venue may pay more than that beside it.
  const value = max(_plus(order.value, cost - order.cost), 1n);
  return { ...order, ..._burn(fund, value, feePpm), value, cost };
}

type Move = Pick<Order, "value" | "sizeDelta" | "cost">;
type Shares = Pick<Order, "shares" | "feeShares">;

/** How a mint of `value` {collateral} moves the position, rounded down: never more leverage than before. */
function _grow(fund: Fund, target: bigint, value: bigint): Move {
  let grown = uint256(value * fund.unit);
  let [held, per] = [fund.size, fund.equity];
  if (comesAtTarget(fund, target)) {
    if (fund.size === 0n && !NavMath.isDust(fund)) grown = uint256(grown + fund.equity);
    [held, per] = [target, fund.price];
  }
  const sizeDelta = withSignOf(div(uint256(grown * abs(held)), per), held);
  return { value, sizeDelta, cost: _costUp(fund, sizeDelta) };
}

/** Shares for a growth by `value`: the minter's, and beside them the collector's. */
function _share(fund: Fund, value: bigint, feePpm: bigint): Shares {
  const gross = NavMath.toSharesDown(fund, value);
  const shares = FeeMath.withoutFeeDown(gross, feePpm);
  return { shares, feeShares: gross - shares };
}

/** Shares for a fall by `value`: the redeemer's, part of which the collector keeps. */
function _burn(fund: Fund, value: bigint, feePpm: bigint): Shares {
  const net = NavMath.toSharesUp(fund, value);
  const shares = FeeMath.withFeeUp(net, feePpm);
  return { shares, feeShares: shares - net };
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

/** {collateral} What a redeem pays out; a redeem that pays nothing is refused, unless it is of nothing. */
function _minusCost(shares: bigint, value: bigint, cost: bigint): bigint {
  const left = value - cost;
  if (left > 0n) return left;
  if (shares !== 0n) throw new ModelRevert("OrderMath_CostAboveValue", [value, cost]);
  return 0n;
}

/** `amount + change`, and 0 where a change would take it below. */
function _plus(amount: bigint, change: bigint): bigint {
  return change < 0n ? saturatingSub(amount, -change) : uint256(amount + change);
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
 * {collateral} Solves `x + h cost(h leverage x) = assets` for the value x, rounded down, with h = 1 for a mint and -1 for a
 * redeem. While the trade reduces skew its impact is zero and the equation is linear.
 */
function _invert(fund: Fund, leverage: bigint, assets: bigint, isMint: boolean): bigint | undefined {
  const { curve } = fund;
  const magnitude = abs(leverage);
  const charge = mulWadDown(magnitude, curve.fee);
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
