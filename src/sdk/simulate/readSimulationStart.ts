import { encodeBytes32String } from "ethers";
import { MockFuturesVenue__factory } from "../../../types/ethers-contracts/factories/contracts/mocks/MockFuturesVenue__factory.js";
import type { System } from "../connect.js";
import { IFuturesVenue__factory } from "../contracts.js";
import { decodeError } from "../errors/decodeError.js";
import { UnknownPolicyError } from "../errors/input.js";
import { VIRTUAL_ASSETS } from "../../model/libraries/NavMath.js";
import { unitOf } from "../history/navOf.js";
import { readFundOf } from "../quote/readFund.js";
import type { Token } from "../read/Token.js";
import type { FundingTerms, SimulationStart } from "./Simulation.js";

const WAD = 10n ** 18n;

/**
 * Reads what a simulation of the token starts from: the fund as it is, or, while nobody holds it, one opened with
 * `seed` {usd} at target. Throws when there is no price, or the token's policy is of a kind unknown here.
 */
export async function readSimulationStart(
  system: System,
  token: Token,
  timestamp: bigint,
  seed: bigint,
): Promise<SimulationStart> {
  const { bands, targetLeverage, virtualShares } = token;
  if (bands === undefined) throw new UnknownPolicyError(token.symbol);
  try {
    const [{ price, size, equity, curve }, { maintenanceMargin }, funding] = await Promise.all([
      readFundOf(system, token),
      IFuturesVenue__factory.connect(token.venue, system.provider).terms(encodeBytes32String(token.market)),
      readFundingTerms(system, token),
    ]);
    const isOpen = equity > 0n && size !== 0n;
    const seedSize = (targetLeverage * seed) / price;
    return {
      timestamp,
      targetLeverage,
      bands,
      maintenanceMargin,
      maxTrade: token.limits.maxTrade,
      managementPpmPerYear: token.fees.managementPpmPerYear,
      rebalancedAt: isOpen ? token.rebalancedAt : timestamp,
      isUnfinished: isOpen && token.phase === "Unfinished",
      equity: isOpen ? equity : seed,
      unit: unitOf(token.collateralDecimals),
      supply: isOpen ? token.supply : (seed * virtualShares) / VIRTUAL_ASSETS,
      virtualShares,
      size: isOpen ? size : seedSize,
      price,
      takerFee: curve.fee,
      skew: isOpen ? curve.skew : curve.skew + (seedSize * price) / WAD,
      depth: curve.depth,
      funding,
    };
  } catch (error) {
    throw decodeError(error, { token: token.symbol });
  }
}

/** Reads what the venue charges for holding a position; undefined where it is none of ours. */
export async function readFundingTerms(system: System, token: Token): Promise<FundingTerms | undefined> {
  if (!system.deployment.mocks.venue) return undefined;
  const venue = MockFuturesVenue__factory.connect(token.venue, system.provider);
  const { capacity } = await venue.marketState(encodeBytes32String(token.market));
  return {
    base: capacity.baseFundingPerSecond,
    skew: capacity.skewFundingPerSecond,
    max: capacity.maxFundingPerSecond,
    reserveFee: capacity.reserveFeePerSecond,
  };
}
