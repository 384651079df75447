import { encodeBytes32String, parseUnits } from "ethers";
import type { Parameters } from "./parameters.js";

/** What the factory is asked to create, as far as the parameters say; the venue comes from its deployment. */
export function createParams(
  { policy, fees, limits }: Pick<Parameters, "policy" | "fees" | "limits">,
  { market, leverage, initialNav }: Parameters["tokens"][number],
  decimals: number,
) {
  return {
    market: encodeBytes32String(market),
    leverage,
    initialNav: parseUnits(initialNav, decimals),
    policy: { ...policy, tipCap: parseUnits(policy.tipCap, decimals) },
    fees: { managementPpmPerYear: fees.managementPerYear, mintPpm: fees.mint, redeemPpm: fees.redeem },
    limits: { capacity: parseUnits(limits.capacity, decimals), maxTrade: limits.maxTrade },
  };
}
