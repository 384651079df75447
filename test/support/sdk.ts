import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { BrowserProvider, type Signer } from "ethers";
import { connectSystem, parseDeployment, type Deployment, type System as SdkSystem } from "../../src/sdk/index.js";
import type { Options } from "./options.js";
import { deployWithRouter, type RouterSystem } from "./router.js";
import type { Connection } from "./system.js";

export interface SdkFixture extends RouterSystem {
  sdk: SdkSystem;
  /** An account as a wallet gives it to a page. */
  wallet: (who: HardhatEthersSigner) => Promise<Signer>;
}

/** The system of {@link deployWithRouter} as the SDK sees it, through an EIP-1193 provider as a wallet's. */
export async function deployWithSdk(connection: Connection, overrides: Partial<Options> = {}): Promise<SdkFixture> {
  const system = await deployWithRouter(connection, overrides);
  const provider = new BrowserProvider(connection.provider, 31_337, {
    cacheTimeout: -1,
    staticNetwork: true,
    polling: true,
  });
  provider.pollingInterval = 10;
  const sdk = await connectSystem(provider, await describe(connection, system));
  return { ...system, sdk, wallet: (who) => provider.getSigner(who.address) };
}

async function describe({ ethers }: Connection, system: RouterSystem): Promise<Deployment> {
  const { manager, factory, collateral, venue, oracle, feed, market, token, short, router } = system;
  const lens = await ethers.deployContract("LeveragedTokenLens");
  const upkeep = await ethers.deployContract("RebalanceUpkeep", [factory]);
  const address = (contract: { getAddress: () => Promise<string> }) => contract.getAddress();
  const deployment = {
    chainId: 31_337,
    block: 1,
    accessManager: await address(manager),
    factory: await address(factory),
    lens: await address(lens),
    upkeep: await address(upkeep),
    router: await address(router),
    collateral: await address(collateral),
    venue: await address(venue),
    mocks: { collateral: true, venue: true },
    markets: { BTC: { id: market, oracle: await address(oracle), feed: await address(feed), mockFeed: true } },
    tokens: { [await token.symbol()]: await address(token), [await short.symbol()]: await address(short) },
  };
  return parseDeployment(JSON.stringify(deployment), "The test's deployment");
}
