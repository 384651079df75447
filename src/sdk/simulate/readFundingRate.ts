import { fundingRate } from "../../model/venue/VenueMath.js";
import type { System } from "../connect.js";
import { readFundOf } from "../quote/readFund.js";
import type { Token } from "../read/Token.js";
import { readFundingTerms } from "./readSimulationStart.js";

/** Reads the funding rate of a token's market now {1/s}, WAD, positive when longs pay; undefined where it is not known. */
export async function readFundingRate(system: System, token: Token): Promise<bigint | undefined> {
  const terms = await readFundingTerms(system, token);
  if (terms === undefined) return undefined;
  const { curve } = await readFundOf(system, token);
  return fundingRate(terms.base, terms.skew, terms.max, curve.skew, curve.depth);
}
