import { network } from "hardhat";
import type { ContractTransactionResponse } from "ethers";
import { createParams } from "../deploy/createParams.js";
import { deploySystem } from "../deploy/deploySystem.js";
import type { Parameters } from "../deploy/parameters.js";
import type { LeveragedToken } from "../../types/ethers-contracts/index.js";
import { deployFeed, withFeeds, type FeedShape } from "./feeds.js";

export const USDC = 10n ** 6n;
const ANSWER = 10n ** 8n;
export const HOUR = 3600;
export const DAY = 86_400;
/** {1/s} 0.01 % per 8 hours, WAD: the base rate exchanges quote at rest. */
const BASE_FUNDING_PER_SECOND = 3_472_222_222n;

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** A chain of its own with the system on it, behind feeds the measurements move. */
export async function openStage(parameters: Parameters, shape: FeedShape) {
  const connection = await network.create();
  const { ethers, networkHelpers } = connection;
  const feeds = {
    BTC: await deployFeed(connection, shape, "BTC / USD", 60_000n * ANSWER),
    ETH: await deployFeed(connection, shape, "ETH / USD", 3_000n * ANSWER),
  };
  const deployment = await deploySystem(connection, withFeeds(parameters, feeds));
  const [governor, alice, bob, keeper] = await ethers.getSigners();
  if (governor === undefined || alice === undefined || bob === undefined || keeper === undefined) {
    throw new Error("The chain has too few accounts.");
  }
  const collateral = await ethers.getContractAt("MockCollateral", deployment.collateral);
  const venue = await ethers.getContractAt("MockFuturesVenue", deployment.venue);
  const factory = await ethers.getContractAt("LeveragedTokenFactory", deployment.factory);
  const decimals = Number(await collateral.decimals());
  const [anyToken = ""] = Object.values(deployment.tokens);
  const policy = await (await ethers.getContractAt("LeveragedToken", anyToken)).policy();
  const untouched = await networkHelpers.takeSnapshot();

  return {
    connection,
    deployment,
    factory,
    alice,
    bob,
    keeper,

    token: async (symbol: string): Promise<LeveragedToken> => {
      const address = deployment.tokens[symbol];
      if (address === undefined) throw new Error(`The parameters create no ${symbol}; the measurement needs it.`);
      return ethers.getContractAt("LeveragedToken", address);
    },

    /** Creates another token in the market of BTC, with the others' policy; returns it. */
    create: async (leverage: bigint): Promise<LeveragedToken> => {
      const terms = createParams(parameters, { market: "BTC", leverage, initialNav: "1" }, decimals);
      const params = { venue: deployment.venue, policy, ...terms };
      const address = await factory.create.staticCall(params);
      await factory.create(params);
      return ethers.getContractAt("LeveragedToken", address);
    },

    /** Takes back whatever a measurement has done. */
    reset: async (): Promise<void> => untouched.restore(),

    /** Opens every token with money of two holders, who allow it without limit, and lets funding run. */
    openPositions: async (tokens: readonly LeveragedToken[]): Promise<void> => {
      for (const holder of [alice, bob]) {
        await collateral.mint(holder, 1_000_000n * USDC);
        for (const each of tokens) {
          await collateral.connect(holder).approve(each, ethers.MaxUint256);
          await each.connect(holder)["deposit(uint256,address)"](10_000n * USDC, holder);
        }
      }
      for (const { id } of Object.values(deployment.markets)) await venue.setBaseFunding(id, BASE_FUNDING_PER_SECOND);
    },

    /** Moves both prices to `percent` of the first ones, an hour (or a day) after the last action. */
    later: async (percent: bigint, seconds = HOUR): Promise<void> => {
      await networkHelpers.time.increase(seconds);
      await feeds.BTC.set((60_000n * ANSWER * percent) / 100n);
      await feeds.ETH.set((3_000n * ANSWER * percent) / 100n);
    },
  };
}

/** Gas of a whole transaction. */
export async function gasUsed(sent: Promise<ContractTransactionResponse>): Promise<number> {
  const receipt = await (await sent).wait();
  if (receipt?.status !== 1) throw new Error("A transaction was not mined.");
  return Number(receipt.gasUsed);
}
