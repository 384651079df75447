import { encodeBytes32String, parseUnits } from "ethers";
import type { Parameters } from "./parameters.js";

/** What the factory is asked to create, as far as the parameters say; venue and policy come from their deployments. */
export function createParams(
  { fees, limits }: Pick<Parameters, "fees" | "limits">,
  { market, leverage, initialNav }: Parameters["tokens"][number],
  decimals: number,
) {
  return {
    market: encodeBytes32String(market),
    leverage,
    initialNav: parseUnits(initialNav, decimals),
    fees: { managementPpmPerYear: fees.managementPerYear, mintPpm: fees.mint, redeemPpm: fees.redeem },
    limits,
  };
}
