import { parseUnits } from "ethers";
import type { Parameters } from "./parameters.js";

/** What a BandPolicy is created with, for a collateral of so many decimals. */
export function bandParameters(policy: Parameters["policy"], collateralDecimals: number) {
  return { ...policy, tipCap: parseUnits(policy.tipCap, collateralDecimals) };
}
