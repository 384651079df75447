import { ModelRevert } from "../ModelRevert.js";

const UINT256_END = 1n << 256n;
const INT256_END = 1n << 255n;
export const MAX_UINT256 = UINT256_END - 1n;

/** Solidity's code for an over- or underflow. */
const OVERFLOW = 0x11n;
/** Solidity's code for a division by zero. */
const DIVISION_BY_ZERO = 0x12n;

function panic(code: bigint): ModelRevert {
  return new ModelRevert("Panic", [code]);
}

/** The result of checked unsigned arithmetic: reverts outside of 256 bits, or of `bits`. */
export function uint256(value: bigint): bigint {
  if (value < 0n || value >= UINT256_END) throw panic(OVERFLOW);
  return value;
}

/** The result of checked arithmetic on an unsigned type of `bits`. */
export function uint(bits: bigint, value: bigint): bigint {
  if (value < 0n || value >> bits !== 0n) throw panic(OVERFLOW);
  return value;
}

/** The result of checked signed arithmetic. */
export function int256(value: bigint): bigint {
  if (value < -INT256_END || value >= INT256_END) throw panic(OVERFLOW);
  return value;
}

/** x / y, rounded toward zero; reverts as Solidity does where y is 0. */
export function div(x: bigint, y: bigint): bigint {
  if (y === 0n) throw panic(DIVISION_BY_ZERO);
  return x / y;
}

/** An unsigned number that must fit a signed one. */
export function toInt256(value: bigint): bigint {
  if (value >= INT256_END) throw new ModelRevert("SafeCastOverflowedUintToInt", [value]);
  return value;
}

/** An unsigned number that must fit `bits`. */
export function toUint(bits: bigint, value: bigint): bigint {
  if (value >> bits !== 0n) throw new ModelRevert("SafeCastOverflowedUintDowncast", [bits, value]);
  return value;
}

/** A signed number that must fit `bits`. */
export function toInt(bits: bigint, value: bigint): bigint {
  const end = 1n << (bits - 1n);
  if (value < -end || value >= end) throw new ModelRevert("SafeCastOverflowedIntDowncast", [bits, value]);
  return value;
}
