import { encodeBytes32String } from "ethers";
import { fundingRate } from "../../model/venue/VenueMath.js";
import type { System } from "../connect.js";
import { IFuturesVenue__factory } from "../contracts.js";
import type { Token } from "../read/Token.js";
import { readFundingTerms } from "./readSimulationStart.js";

/** Reads the funding rate of a token's market now {1/s}, WAD, positive when longs pay; undefined where it is not known. */
export async function readFundingRate(system: System, token: Token): Promise<bigint | undefined> {
  const terms = await readFundingTerms(system, token);
  if (terms === undefined) return undefined;
  const venue = IFuturesVenue__factory.connect(token.venue, system.provider);
  const { curve } = await venue.snapshot(encodeBytes32String(token.market), token.address);
  return fundingRate(terms.base, terms.skew, terms.max, curve.skew, curve.depth);
}
