import type { BaseContract } from "ethers";
import type {
  DearVenue,
  DeepVenue,
  HeedlessVenue,
  KindVenue,
  LateMarkVenue,
  LeveragedToken,
  MoodyVenue,
  PartialVenue,
  SilentVenue,
  SmallVenue,
  StingyVenue,
} from "../../../types/ethers-contracts/index.js";
import { IVenueAccount__factory, type IVenueAccount } from "../../../types/ethers-contracts/index.js";
import { WAD } from "../numbers.js";
import { createToken, give, type System } from "../system.js";

/** The venues with one fault each, by their names; all stand in front of the system's own. */
interface TestVenues {
  DearVenue: DearVenue;
  DeepVenue: DeepVenue;
  HeedlessVenue: HeedlessVenue;
  KindVenue: KindVenue;
  LateMarkVenue: LateMarkVenue;
  MoodyVenue: MoodyVenue;
  PartialVenue: PartialVenue;
  SilentVenue: SilentVenue;
  StingyVenue: StingyVenue;
}

export type TestVenue = keyof TestVenues;

/** A token at another venue than the system's own. */
export type TokenAt<V> = System & {
  readonly front: V;
  /** The token's own, at that venue. */
  readonly account: IVenueAccount;
};

const COUNTS_IN_UNITS: ReadonlySet<TestVenue> = new Set<TestVenue>(["DearVenue", "KindVenue", "LateMarkVenue"]);

/** {collateral, whole units} What pays for a venue's kindness, and what the house of the small one holds. */
const FUNDS = 50_000_000n;

export async function deployVenue<N extends TestVenue>(system: System, name: N): Promise<TestVenues[N]> {
  const { venue, connection, unit } = system;
  const settings = COUNTS_IN_UNITS.has(name) ? [venue, WAD / unit] : [venue];
  const contract: unknown = await connection.ethers.deployContract(name, settings);
  return contract as TestVenues[N];
}

/** The example, its house funded. */
export async function deploySmallVenue(system: System): Promise<SmallVenue> {
  const { collateral, oracle, connection, provider, unit } = system;
  const small = await connection.ethers.deployContract("SmallVenue", [collateral, oracle]);
  await give(system, provider, FUNDS * unit, small);
  await small.connect(provider).fund(FUNDS * unit);
  return small;
}

/** Creates the system's token once more, at `front`. */
export async function tokenAt<V extends BaseContract>(system: System, front: V): Promise<TokenAt<V>> {
  const { factory, market, options, collateral, governor, unit } = system;
  await factory.allowMarket(front, market, "BTCX");
  const token: LeveragedToken = await createToken({ ...system, venue: front }, options.leverage);
  const account = IVenueAccount__factory.connect(await token.account(), governor);
  await collateral.mint(account, FUNDS * unit);
  return { ...system, token, front, account };
}
