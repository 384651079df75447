import { div, int256, toInt256, uint256 } from "./Checked.js";
import { ceilDiv } from "./Math.js";

/** {1} One, as every price, size and rate of this system counts it. */
export const WAD = 10n ** 18n;

/** x * y / d, rounded down. The product may exceed 256 bits: for shares and other unbounded amounts. */
export function mulDivDown(x: bigint, y: bigint, d: bigint): bigint {
  return uint256(div(x * y, d));
}

/** x * y / d, rounded up. The product may exceed 256 bits. */
export function mulDivUp(x: bigint, y: bigint, d: bigint): bigint {
  return uint256(ceilDiv(x * y, d));
}

/** x * y / WAD, rounded down. Reverts when the product exceeds 256 bits; so do the two below. */
export function mulWadDown(x: bigint, y: bigint): bigint {
  return uint256(x * y) / WAD;
}

/** x * y / WAD, rounded up. */
export function mulWadUp(x: bigint, y: bigint): bigint {
  return uint256(x * y + (WAD - 1n)) / WAD;
}

/** x * WAD / y, rounded down. */
export function divWadDown(x: bigint, y: bigint): bigint {
  return div(uint256(x * WAD), y);
}

/** `magnitude` with the sign of `sign`; zero counts as positive. */
export function withSignOf(magnitude: bigint, sign: bigint): bigint {
  const value = toInt256(magnitude);
  return sign < 0n ? -value : value;
}

/** x * y / WAD with the product's sign, rounded toward zero. */
export function mulWad(x: bigint, y: bigint): bigint {
  return int256(x * y) / WAD;
}
