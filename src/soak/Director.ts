import type { Signer } from "ethers";
import { LeveragedToken__factory } from "../../types/ethers-contracts/index.js";
import type { LocalNode } from "../local/startLocalNode.js";
import { isDue, prepareFeedPrice, readMockFeed, sendPrepared, watchTokens } from "../sdk/index.js";
import type { BlockFacts } from "./DueLedger.js";
import type { Draw } from "./random.js";
import { Walk } from "./walk.js";

/** A price moves, and time jumps, every so many blocks. */
const BLOCKS_PER_MOVE = 3;
/** {s} A little less than a day, so that prices never go stale. */
const JUMP = 20 * 3_600;

const tokenEvents = LeveragedToken__factory.createInterface();
/** A call that takes note of what blocks a trade has done what was due. */
const DONE = (["Rebalanced", "RebalanceBlocked", "Settled"] as const).map(
  (name) => tokenEvents.getEvent(name as "Rebalanced").topicHash,
);

/** Moves prices and time, and looks at what every block did. Goes to the node directly: it sees what keepers cannot. */
export class Director {
  readonly #node: LocalNode;
  readonly #walks: ReadonlyMap<string, Walk>;
  readonly #owner: Signer;
  readonly #symbols: ReadonlyMap<string, string>;
  /** {s} Chain time that has passed by jumps. */
  jumped = 0;

  private constructor(node: LocalNode, owner: Signer, walks: ReadonlyMap<string, Walk>) {
    this.#node = node;
    this.#owner = owner;
    this.#walks = walks;
    this.#symbols = new Map(Object.entries(node.system.deployment.tokens).map(([name, address]) => [address, name]));
  }

  static async create(node: LocalNode, draw: Draw): Promise<Director> {
    const walks = new Map<string, Walk>();
    for (const market of Object.keys(node.system.deployment.markets)) {
      walks.set(market, new Walk((await readMockFeed(node.system, market)).answer, draw));
    }
    return new Director(node, await node.provider.getSigner(0), walks);
  }

  /** Prepares the block to come: every third one brings new prices, most of a day later. */
  async direct(block: number): Promise<void> {
    if (block % BLOCKS_PER_MOVE !== 0) return;
    await this.#node.provider.send("evm_increaseTime", [JUMP]);
    this.jumped += JUMP;
    for (const [market, walk] of this.#walks) {
      await sendPrepared(await prepareFeedPrice(this.#node.system, market, walk.next()), this.#owner);
    }
  }

  /** What the chain shows after a block. */
  async look(number: number): Promise<Omit<BlockFacts, "isReachable">> {
    const { system, provider } = this.#node;
    const [{ tokens, timestamp }, logs] = await Promise.all([
      watchTokens(system, { blockTag: number }),
      provider.getLogs({ fromBlock: number, toBlock: number, topics: [DONE] }),
    ]);
    const name = (address: string) => this.#symbols.get(address) ?? address;
    const due = tokens.filter(({ decision }) => isDue(decision, timestamp));
    return {
      number,
      due: new Map(due.map(({ address, decision }) => [name(address), decision.reason])),
      done: logs.map(({ address }) => name(address)),
    };
  }
}
