import { WAD } from "../prices/index.js";

const SCALE = Number(WAD);

/** A WAD as a number, right to a part in 2^52. */
export function toNumber(wad: bigint): number {
  return Number(wad) / SCALE;
}
