import type { LeveragedToken, NavFeed } from "../../types/ethers-contracts/index.js";
import { WAD } from "./numbers.js";
import type { System } from "./system.js";

/** The feed of `token`, poked once, in the first block in which it answers. */
export async function startFeed(system: System, token: LeveragedToken = system.token): Promise<NavFeed> {
  const feed = await system.connection.ethers.deployContract("NavFeed", [token]);
  await feed.poke();
  await system.connection.networkHelpers.mine();
  return feed;
}

/** {usd/share} What the feed shows at the end of the newest block, WAD. */
export async function answerOf(feed: NavFeed): Promise<bigint> {
  const [, answer] = await feed.latestRoundData();
  return answer;
}

/** {usd/share} The most that one block may make of an answer, WAD: 0.1 % more. */
export function risen(answer: bigint): bigint {
  return answer + (answer * 10n ** 15n) / WAD;
}

/** Adds `amount` {collateral} to the token's account as a gift, which a venue may take although nobody asked for it. */
export async function giveToAccount(system: System, amount: bigint, token: LeveragedToken = system.token) {
  const { collateral, venue, market, connection } = system;
  const address = await token.getAddress();
  await connection.networkHelpers.setBalance(address, WAD);
  const signer = await connection.ethers.getImpersonatedSigner(address);
  await collateral.mint(token, amount);
  await collateral.connect(signer).approve(venue, amount);
  return venue.connect(signer).depositMargin(market, amount);
}
