import type { LeveragedToken, OffCurveVenue } from "../../types/ethers-contracts/index.js";
import { LeveragedToken__factory } from "../../types/ethers-contracts/index.js";
import type { Options } from "./options.js";
import { deployForTest, type Connection, type System } from "./system.js";

export interface OffCurveSystem extends System {
  /** Where `token` has its account, over the system's own venue. */
  offCurve: OffCurveVenue;
  token: LeveragedToken;
}

/** A token at a venue that charges what its curve says until it is told otherwise. */
export async function deployOffCurve(
  connection: Connection,
  overrides: Partial<Options> = {},
): Promise<OffCurveSystem> {
  const system = await deployForTest(connection, overrides);
  const { venue, market, factory, collateral, policy, options, unit, governor } = system;
  const offCurve = await connection.ethers.deployContract("OffCurveVenue", [venue, 10n ** 18n / unit]);
  // What it pays for fills better than the mark.
  await collateral.mint(offCurve, options.pool * unit);
  await factory.allowMarket(offCurve, market, "XBT");
  const { leverage, initialNav, fees, limits } = options;
  await factory.create({ venue: offCurve, market, leverage, initialNav, policy, fees, limits });
  const [address] = await factory.tokens(1n, 1n);
  return { ...system, offCurve, token: LeveragedToken__factory.connect(address!, governor) };
}
