import { IFuturesVenue__factory } from "../../../types/ethers-contracts/index.js";
import { deployForTest, type Connection, type System } from "../system.js";
import { deploySmallVenue, deployVenue } from "../venues/testVenues.js";
import { wad } from "../numbers.js";
import { halt, noPrice } from "./outage.js";
import type { VenueUnderTest } from "./stage.js";

/** How each venue is set up for a look at its promises. */
export type MakeVenue = (connection: Connection) => Promise<VenueUnderTest>;

/** {1} Smallest and largest reduction the partial venue takes, of the position, WAD. */
const PIECES = [wad("0.05"), wad("0.6")] as const;

export const makeMock: MakeVenue = async (connection) => {
  const system = await deployForTest(connection);
  return under(system, await system.venue.getAddress());
};

export const makeSmall: MakeVenue = async (connection) => {
  const system = await deployForTest(connection);
  const venue = under(system, await (await deploySmallVenue(system)).getAddress());
  // It cannot be halted.
  return { ...venue, outages: [noPrice(system)] };
};

export const makePartial: MakeVenue = async (connection) => {
  const system = await deployForTest(connection);
  const venue = await deployVenue(system, "PartialVenue");
  await venue.setPieces(...PIECES);
  return under(system, await venue.getAddress());
};

/** Its mark stays at the first price while the index moves. */
export const makeLateMark: MakeVenue = async (connection) => {
  const system = await deployForTest(connection);
  const venue = await deployVenue(system, "LateMarkVenue");
  return under(system, await venue.getAddress(), async () => {
    await venue.setMark(system.options.price);
  });
};

export const makeDear: MakeVenue = async (connection) => {
  const system = await deployForTest(connection);
  const venue = await deployVenue(system, "DearVenue");
  return under(system, await venue.getAddress());
};

export const makeMoody: MakeVenue = async (connection) => {
  const system = await deployForTest(connection);
  const venue = await deployVenue(system, "MoodyVenue");
  return under(system, await venue.getAddress(), async () => {
    await venue.setRefusing(true);
  });
};

export const makeSilent: MakeVenue = async (connection) => {
  const system = await deployForTest(connection);
  const venue = await deployVenue(system, "SilentVenue");
  return under(system, await venue.getAddress());
};

export const makeStingy: MakeVenue = async (connection) => {
  const system = await deployForTest(connection);
  const venue = await deployVenue(system, "StingyVenue");
  return under(system, await venue.getAddress());
};

function under(system: System, address: string, unsettle = () => Promise.resolve()): VenueUnderTest {
  const venue = IFuturesVenue__factory.connect(address, system.governor);
  return { system, venue, market: system.market, unsettle, outages: [noPrice(system), halt(system)] };
}
