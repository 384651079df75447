import { network } from "hardhat";
import type { ContractTransactionResponse } from "ethers";
import { deploySystem } from "../deploy/deploySystem.js";
import type { Parameters } from "../deploy/parameters.js";
import { deployFeed, withFeeds, type FeedShape } from "./feeds.js";

/** Gas of whole transactions. `next...` is what a further token adds to a transaction that rebalances several. */
export interface GasReport {
  readonly mint: number;
  readonly deposit: number;
  readonly redeem: number;
  readonly withdraw: number;
  readonly rebalance: number;
  readonly nextSameMarket: number;
  readonly nextOtherMarket: number;
  readonly transfer: number;
  readonly create: number;
}

const USDC = 10n ** 6n;
const SHARE = 10n ** 18n;
const ANSWER = 10n ** 8n;
const HOUR = 3600;
const DAY = 86_400;
/** {1/s} 0.01 % per 8 hours, WAD: the base rate exchanges quote at rest. */
const BASE_FUNDING_PER_SECOND = 3_472_222_222n;

/**
 * Measures every action as its user sends it: an existing holder, a moved position, one fresh transaction an hour after
 * the last action with the price changed, funding and all fees on, unlimited allowance.
 */
export async function measureGas(parameters: Parameters, shape: FeedShape): Promise<GasReport> {
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
  const tokenOf = async (symbol: string) => {
    const address = deployment.tokens[symbol];
    if (address === undefined) throw new Error(`The parameters create no ${symbol}; the measurement needs it.`);
    return ethers.getContractAt("LeveragedToken", address);
  };
  const token = await tokenOf("BTC3L");
  const sameMarket = await tokenOf("BTC3S");
  const otherMarket = await tokenOf("ETH3L");
  const collateral = await ethers.getContractAt("MockCollateral", deployment.collateral);
  const venue = await ethers.getContractAt("MockFuturesVenue", deployment.venue);
  const batch = await ethers.deployContract("BatchRebalancer");

  for (const holder of [alice, bob]) {
    await collateral.mint(holder, 1_000_000n * USDC);
    for (const each of [token, sameMarket, otherMarket]) {
      await collateral.connect(holder).approve(each, ethers.MaxUint256);
      await each.connect(holder)["deposit(uint256,address)"](10_000n * USDC, holder);
    }
  }
  for (const { id } of Object.values(deployment.markets)) await venue.setBaseFunding(id, BASE_FUNDING_PER_SECOND);

  /** Moves both prices an hour (or a day) after the last action. */
  const later = async (percent: bigint, seconds = HOUR) => {
    await networkHelpers.time.increase(seconds);
    await feeds.BTC.set((60_000n * ANSWER * percent) / 100n);
    await feeds.ETH.set((3_000n * ANSWER * percent) / 100n);
  };
  const used = async (sent: Promise<ContractTransactionResponse>) => {
    const receipt = await (await sent).wait();
    if (receipt === null) throw new Error("A transaction was not mined.");
    return Number(receipt.gasUsed);
  };
  const rebalanceAll = async (...tokens: (typeof token)[]) => used(batch.connect(keeper).rebalance(tokens));

  await later(101n);
  const mint = await used(token.connect(alice)["mint(uint256,address)"](1_000n * SHARE, alice));
  await later(102n);
  const deposit = await used(token.connect(alice)["deposit(uint256,address)"](1_000n * USDC, alice));
  await later(101n);
  const redeem = await used(token.connect(alice)["redeem(uint256,address,address)"](500n * SHARE, alice, alice));
  await later(102n);
  const withdraw = await used(token.connect(alice)["withdraw(uint256,address,address)"](500n * USDC, alice, alice));
  await later(101n);
  const transfer = await used(token.connect(alice).transfer(bob, 5n * SHARE));
  // Once each token has been rebalanced before, as in its daily life; then a scheduled one that buys.
  await later(103n, DAY);
  await rebalanceAll(token, sameMarket, otherMarket);
  await later(105n, DAY);
  const due = await networkHelpers.takeSnapshot();
  const rebalance = await used(token.connect(keeper).rebalance());
  await due.restore();
  const one = await rebalanceAll(token);
  await due.restore();
  const two = await rebalanceAll(token, sameMarket);
  await due.restore();
  const other = await rebalanceAll(token, otherMarket);

  const factory = await ethers.getContractAt("LeveragedTokenFactory", deployment.factory);
  const created = await factory.queryFilter(factory.filters.TokenCreated(token));
  const receipt = await created[0]?.getTransactionReceipt();
  return {
    mint,
    deposit,
    redeem,
    withdraw,
    rebalance,
    nextSameMarket: two - one,
    nextOtherMarket: other - one,
    transfer,
    create: Number(receipt?.gasUsed ?? 0n),
  };
}
