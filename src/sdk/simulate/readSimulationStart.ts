import { encodeBytes32String } from "ethers";
import { MockFuturesVenue__factory } from "../../../types/ethers-contracts/factories/contracts/mocks/MockFuturesVenue__factory.js";
import type { System } from "../connect.js";
import { IFuturesVenue__factory } from "../contracts.js";
import { decodeError } from "../errors/decodeError.js";
import type { Token } from "../read/Token.js";
import type { FundingTerms, SimulationStart } from "./Simulation.js";

const WAD = 10n ** 18n;

/**
 * Reads what a simulation of the token starts from: the fund as it is, or, while nobody holds it, one opened with
 * `seed` {usd} at target. Throws when there is no price.
 */
export async function readSimulationStart(
  system: System,
  token: Token,
  timestamp: bigint,
  seed: bigint,
): Promise<SimulationStart> {
  const market = encodeBytes32String(token.market);
  const venue = IFuturesVenue__factory.connect(token.venue, system.provider);
  try {
    const [{ price, size, equity, curve }, funding] = await Promise.all([
      venue.snapshot(market, token.address),
      readFundingTerms(system, token),
    ]);
    const isOpen = equity > 0n && size !== 0n;
    const seedSize = (token.targetLeverage * seed) / price;
    return {
      timestamp,
      targetLeverage: token.targetLeverage,
      policy: token.policy,
      maxTrade: token.limits.maxTrade,
      managementPpmPerYear: token.fees.managementPpmPerYear,
      rebalancedAt: isOpen ? token.rebalancedAt : timestamp,
      isUnfinished: isOpen && token.phase === "Unfinished",
      equity: isOpen ? equity : seed,
      unit: 10n ** BigInt(18 - token.collateralDecimals),
      supply: isOpen ? token.supply : (seed * token.virtualShares) / 10n ** BigInt(18 - token.collateralDecimals),
      virtualShares: token.virtualShares,
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

/** Reads how the venue sets its funding rate; undefined where it is none of ours. */
export async function readFundingTerms(system: System, token: Token): Promise<FundingTerms | undefined> {
  if (!system.deployment.mocks.venue) return undefined;
  const venue = MockFuturesVenue__factory.connect(token.venue, system.provider);
  const { capacity } = await venue.marketState(encodeBytes32String(token.market));
  return {
    base: capacity.baseFundingPerSecond,
    skew: capacity.skewFundingPerSecond,
    max: capacity.maxFundingPerSecond,
  };
}
