import { impactUp } from "../../model/libraries/CostCurve.js";
import { mulWadUp, WAD, withSignOf } from "../../model/libraries/FixedPoint.js";
import { abs, min } from "../../model/libraries/Math.js";
import type { Fund } from "../../model/libraries/NavMath.js";
import type { Order } from "../../model/libraries/OrderMath.js";
import type { Charges } from "./Quote.js";

/** What an order on a fund is charged: `fee` {collateral} by the collector, on an amount of `value` {collateral}. */
export function chargesOf(
  { curve, price, unit }: Fund,
  { sizeDelta, cost }: Order,
  fee: bigint,
  value: bigint,
): Charges {
  const traded = withSignOf(mulWadUp(abs(sizeDelta), price), sizeDelta);
  const impact = curve.depth === 0n || cost <= 0n ? 0n : min(impactUp(curve, traded) / unit, cost);
  return { cost, fee, impact, priceImpact: part(impact, value) };
}

/** The charges of both together, on an amount of `value` {collateral}. */
export function addCharges(one: Charges, other: Charges, value: bigint): Charges {
  const impact = one.impact + other.impact;
  return { cost: one.cost + other.cost, fee: one.fee + other.fee, impact, priceImpact: part(impact, value) };
}

/** What a settled token charges. */
export const NO_CHARGES: Charges = { cost: 0n, impact: 0n, fee: 0n, priceImpact: 0n };

function part(impact: bigint, value: bigint): bigint {
  return value === 0n ? 0n : (impact * WAD) / value;
}
