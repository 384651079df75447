import type { JsonRpcProvider, Signer } from "ethers";
import { defaultDeploymentFile, loadDeployment } from "../../src/deploy/deploymentFile.js";
import { connectSystem, NotAMockError, openProvider, knownMarket, type System } from "../../src/sdk/index.js";
import { MockAggregator__factory } from "../../types/ethers-contracts/index.js";
import type { ChainOptions } from "./cli.js";
import { openWallet } from "./wallets.js";

/** A node and the contracts on it. */
export interface Session {
  readonly provider: JsonRpcProvider;
  readonly system: System;
  readonly wallet: (account: string) => Signer;
}

export async function openSession({ rpc, deployment: file }: ChainOptions): Promise<Session> {
  const provider = await openProvider(rpc);
  const { chainId } = await provider.getNetwork();
  const deployment = await loadDeployment(file ?? defaultDeploymentFile(chainId));
  const system = await connectSystem(provider, deployment);
  return { provider, system, wallet: (account) => openWallet(account, deployment.chainId, provider) };
}

/** The node's own account that owns a mock feed. The node numbers its transactions, so it and a script never collide. */
export async function feedOwner({ provider, system }: Session, marketName: string): Promise<Signer> {
  const { name, market } = knownMarket(system, marketName);
  if (!market.mockFeed || market.feed === undefined) throw new NotAMockError(name);
  return provider.getSigner(await MockAggregator__factory.connect(market.feed, provider).owner());
}
