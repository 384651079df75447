import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractTransactionResponse } from "ethers";
import type { IFuturesVenue, LeveragedToken } from "../../types/ethers-contracts/index.js";
import { WAD } from "./numbers.js";
import { give, toAnswer, type System } from "./system.js";

/** Publishes a price {usd/base} WAD; what the feed's decimals cannot hold is cut off. */
export async function setPrice(system: System, price: bigint): Promise<void> {
  await system.feed.setAnswer(toAnswer(price, system.options.feedDecimals));
}

/** Publishes the last price times `1 + change`, change {1} WAD. */
export async function move(system: System, change: bigint): Promise<void> {
  const { answer } = await system.feed.latestRoundData();
  await system.feed.setAnswer((answer * (WAD + change)) / WAD);
}

/** Lets time pass; the feed then repeats its price as a real one would. */
export async function forward(system: System, seconds: bigint): Promise<void> {
  await system.connection.networkHelpers.time.increase(seconds);
  await move(system, 0n);
}

/**
 * Reports a dead market and goes on until its outage delay is over, so that it can expire. Returns {s} the time whose price it
 * closes at.
 */
export async function outlast({
  connection,
  venue,
  market,
}: Pick<System, "connection" | "market"> & { venue: Pick<IFuturesVenue, "terms" | "reportOutage"> }): Promise<bigint> {
  const { time } = connection.networkHelpers;
  const { outageDelay } = await venue.terms(market);
  await venue.reportOutage(market);
  const since = BigInt(await time.latest());
  for (const third of [1n, 2n]) {
    await time.increaseTo(since + (outageDelay * third) / 3n);
    await venue.reportOutage(market);
  }
  await time.increaseTo(since + outageDelay + 1n);
  return since + outageDelay;
}

/** The feed's answer in the contracts' scale. */
export async function priceOf(system: System): Promise<bigint> {
  const { answer } = await system.feed.latestRoundData();
  return (answer * WAD) / 10n ** BigInt(system.options.feedDecimals);
}

/** Gives `who` exactly `assets`, approves the token, and deposits them. */
export async function deposit(
  system: System,
  who: HardhatEthersSigner,
  assets: bigint,
  token: LeveragedToken = system.token,
): Promise<ContractTransactionResponse> {
  await give(system, who, assets, token);
  return token.connect(who)["deposit(uint256,address)"](assets, who);
}

/** Redeems `shares`, by default all that `who` has. */
export async function redeem(
  system: System,
  who: HardhatEthersSigner,
  shares?: bigint,
  token: LeveragedToken = system.token,
): Promise<ContractTransactionResponse> {
  const amount = shares ?? (await token.balanceOf(who));
  return token.connect(who)["redeem(uint256,address,address)"](amount, who, who);
}

/**
 * Fixes the next block's time, so that a view read with the returned overrides sees the very block the next transaction
 * runs in.
 */
export async function nextBlock(
  { connection }: Pick<System, "connection">,
  seconds = 1n,
): Promise<{ blockTag: "pending" }> {
  const { time } = connection.networkHelpers;
  await time.setNextBlockTimestamp(BigInt(await time.latest()) + seconds);
  return { blockTag: "pending" };
}

/** Sends several transactions into one block and returns their hashes in order. */
export async function inOneBlock(
  system: System,
  send: () => Promise<ContractTransactionResponse[]>,
): Promise<ContractTransactionResponse[]> {
  const { provider, networkHelpers } = system.connection;
  await provider.request({ method: "evm_setAutomine", params: [false] });
  try {
    const transactions = await send();
    await networkHelpers.mine();
    return transactions;
  } finally {
    await provider.request({ method: "evm_setAutomine", params: [true] });
  }
}
