/** A JSON-RPC server with the system deployed on it, whose feeds never go stale. */
import { network } from "hardhat";
import { parseUnits, type JsonRpcProvider } from "ethers";
import { deploySystem } from "../deploy/deploySystem.js";
import type { Parameters } from "../deploy/parameters.js";
import {
  connectSystem,
  execute,
  LOCAL_ACCOUNTS,
  LOCAL_MNEMONIC,
  openProvider,
  republishPrices,
  type System,
} from "../sdk/index.js";
import { LOCAL_HOST } from "./host.js";

/** {ms} A block this often beside those that transactions make, so that time passes. */
export const BLOCK_INTERVAL = 5_000;
/** {ms} How soon after time was moved the feeds answer again. */
const LOOK_INTERVAL = 250;
/** {s} Chain time after which a feed repeats its answer. */
const HEARTBEAT = 3_600;
/** {collateral} Whole units each account is given. */
const FUNDS = "1000000";

export interface LocalNode {
  readonly url: string;
  readonly provider: JsonRpcProvider;
  readonly system: System;
  readonly accounts: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts the node on `port`, which must be free, or on any if that is 0. */
export async function startLocalNode(port: number, parameters: Parameters): Promise<LocalNode> {
  const server = await network.createServer(
    {
      network: "default",
      override: {
        accounts: { mnemonic: LOCAL_MNEMONIC, count: LOCAL_ACCOUNTS },
        mining: { auto: true, interval: BLOCK_INTERVAL },
      },
    },
    LOCAL_HOST,
    port,
  );
  const { port: actualPort } = await server.listen();
  const url = `http://${LOCAL_HOST}:${String(actualPort)}`;

  const connection = await network.create({ network: "localhost", override: { url } });
  const deployment = await deploySystem(connection, parameters);
  await connection.close();

  const provider = await openProvider(url);
  const system = await connectSystem(provider, deployment);
  const accounts = await fundAccounts(provider, system);
  const stop = keepFresh(provider, system);
  return {
    url,
    provider,
    system,
    accounts,
    close: async () => {
      stop();
      provider.destroy();
      await server.close();
    },
  };
}

/** Gives every account mock collateral, where the collateral is one. */
async function fundAccounts(provider: JsonRpcProvider, system: System): Promise<readonly string[]> {
  const accounts = (await provider.listAccounts()).map(({ address }) => address);
  if (!system.deployment.mocks.collateral) return accounts;
  const { contract, decimals } = system.collateral;
  const owner = await provider.getSigner(await contract.owner());
  await Promise.all(
    accounts.map(async (account) => {
      const request = await contract.mint.populateTransaction(account, parseUnits(FUNDS, decimals));
      await execute({ request, context: {}, read: () => undefined }, owner);
    }),
  );
  return accounts;
}

/** Has the feeds answer again at their heartbeat, and soon after anyone moves time. Returns how to stop. */
function keepFresh(provider: JsonRpcProvider, system: System): () => void {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    void provider
      .getSigner(0)
      .then((owner) => republishPrices(system, owner, HEARTBEAT))
      // While the node stops, or a test plays with a feed, an answer may fail; the next look tries again.
      .catch(() => undefined)
      .finally(() => {
        isBusy = false;
      });
  }, LOOK_INTERVAL);
  return () => {
    clearInterval(timer);
  };
}
