import { Contract, encodeBytes32String, getAddress } from "ethers";
import { config } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import { systemModule, type Resolved } from "../../ignition/modules/system.js";
import { parseDeployment, type DeployedMarket, type Deployment } from "../sdk/deployment.js";
import { InvalidParametersError, type Parameters } from "./parameters.js";
import { tokenSymbol } from "./tokenSymbol.js";

/** Chains that forget: there is nothing to resume, and a journal of one would only mislead the next. */
const THROWAWAY_CHAINS = new Set([31337n]);

/** {ms} How often a local chain and a real one are asked for new blocks. */
const LOCAL_POLLING = 10;
const POLLING = 1_000;

export interface DeployOptions {
  /** Show Ignition's progress. */
  displayUi?: boolean;
}

/**
 * Deploys the whole system over any connection, from its first account, by the Ignition modules. On a real chain a run
 * that was interrupted is resumed by the next one with the same parameters.
 */
export async function deploySystem(
  connection: NetworkConnection,
  parameters: Parameters,
  { displayUi = false }: DeployOptions = {},
): Promise<Deployment> {
  const { ethers, ignition } = connection;
  const { chainId } = await ethers.provider.getNetwork();
  const isLocal = THROWAWAY_CHAINS.has(chainId);
  const block = (await ethers.provider.getBlockNumber()) + 1;

  const module = systemModule(parameters, await resolve(connection, parameters));
  const deploymentId = isLocal ? `local-${randomUUID()}` : `chain-${String(chainId)}`;
  let contracts: Readonly<Record<string, Contract>>;
  try {
    contracts = await ignition.deploy(module, {
      displayUi,
      deploymentId,
      config: { blockPollingInterval: isLocal ? LOCAL_POLLING : POLLING },
    });
  } finally {
    if (isLocal) {
      await rm(path.join(config.paths.ignition, "deployments", deploymentId), { recursive: true, force: true });
    }
  }
  return describeDeployment(connection, parameters, contracts, Number(chainId), block);
}

/** Reads from the chain what the parameters leave open. */
async function resolve(connection: NetworkConnection, parameters: Parameters): Promise<Resolved> {
  const { ethers } = connection;
  const [signer] = await ethers.getSigners();
  if (signer === undefined)
    throw new Error("The network has no account to deploy with: give it one in hardhat.config.ts");
  const deployer = getAddress(signer.address);
  await requireCollateralOf(connection, parameters);
  const { governor, guardian, scenario, feeCollector, delay } = parameters.governance;
  const address = (account: string) => (account === "deployer" ? deployer : account);
  return {
    roles: {
      deployer,
      governor: address(governor),
      guardian: address(guardian),
      scenario: address(scenario),
      delay,
    },
    feeCollector: address(feeCollector),
    collateralDecimals: await collateralDecimals(ethers.provider, parameters),
  };
}

/** A venue that exists keeps its own collateral: the parameters must mean the same. */
async function requireCollateralOf({ ethers }: NetworkConnection, { venue, collateral }: Parameters): Promise<void> {
  if (typeof venue !== "string") return;
  const own = await (await ethers.getContractAt("IFuturesVenue", venue)).collateral();
  if (own !== collateral) {
    throw new InvalidParametersError("Parameters", `\`collateral\` is not the venue's own: set it to ${own}`);
  }
}

async function collateralDecimals(
  provider: NetworkConnection["ethers"]["provider"],
  { collateral }: Parameters,
): Promise<number> {
  if (typeof collateral !== "string") return collateral.mock.decimals;
  const token = new Contract(collateral, ["function decimals() view returns (uint8)"], provider);
  return Number((await token.getFunction("decimals").staticCall()) as bigint);
}

async function describeDeployment(
  { ethers }: NetworkConnection,
  { collateral, venue, markets, tokens }: Parameters,
  contracts: Readonly<Record<string, Contract>>,
  chainId: number,
  block: number,
): Promise<Deployment> {
  const addressOf = (name: string) => contracts[name]?.getAddress();
  const described: Record<string, DeployedMarket> = {};
  for (const [name, { oracle }] of Object.entries(markets)) {
    const id = encodeBytes32String(name);
    if (oracle !== undefined) {
      described[name] = {
        id,
        oracle: (await addressOf(`oracle_${name}`)) ?? "",
        feed: (await addressOf(`feed_${name}`)) ?? "",
        mockFeed: typeof oracle.feed !== "string",
      };
      continue;
    }
    const exchange = await ethers.getContractAt("IFuturesVenue", venue as string);
    described[name] = { id, oracle: (await exchange.terms(id)).oracle, mockFeed: false };
  }
  const symbols = tokens.map(({ market, leverage }) => tokenSymbol(market, leverage));
  const deployment = {
    chainId,
    block,
    accessManager: await addressOf("accessManager"),
    factory: await addressOf("factory"),
    lens: await addressOf("lens"),
    upkeep: await addressOf("upkeep"),
    router: await addressOf("router"),
    collateral: await addressOf("collateral"),
    venue: await addressOf("venue"),
    mocks: { collateral: typeof collateral !== "string", venue: typeof venue !== "string" },
    markets: described,
    tokens: Object.fromEntries(
      await Promise.all(symbols.map(async (symbol) => [symbol, await addressOf(symbol.replace(".", "_"))] as const)),
    ),
  };
  return parseDeployment(JSON.stringify(deployment), "The deployment");
}
