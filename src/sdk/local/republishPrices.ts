import type { Signer } from "ethers";
import type { System } from "../connect.js";
import { execute } from "../send/execute.js";
import { prepareFeedPrice, readMockFeed } from "./prepareFeedPrice.js";

/**
 * Has every mock feed whose answer is older than `maxAge` {s} give the same answer again, as a real feed does at its
 * heartbeat. Returns the markets it did that for.
 */
export async function republishPrices(system: System, owner: Signer, maxAge = 0): Promise<readonly string[]> {
  const block = await system.provider.getBlock("latest");
  const republished: string[] = [];
  for (const [name, { mockFeed }] of Object.entries(system.deployment.markets)) {
    if (!mockFeed) continue;
    const { answer, updatedAt } = await readMockFeed(system, name);
    if (BigInt(block?.timestamp ?? 0) - updatedAt <= BigInt(maxAge)) continue;
    await execute(await prepareFeedPrice(system, name, answer), owner);
    republished.push(name);
  }
  return republished;
}
