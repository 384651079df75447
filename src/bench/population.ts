import { parseUnits } from "ethers";
import { createParams } from "../deploy/createParams.js";
import type { Parameters } from "../deploy/parameters.js";
import { readParameters } from "../deploy/readParameters.js";
import { type LocalNode, startLocalNode } from "../local/startLocalNode.js";
import { ILeveragedToken__factory } from "../../types/ethers-contracts/index.js";

/** {collateral} Whole units each token is given. */
const DEPOSIT = "1000";
const HOLDER = 1;
/** {1} Of the first token, and between two in one market, WAD. */
const FIRST = 101n * 10n ** 16n;
const STEP = 10n ** 16n;

/** A local node whose registry grows on demand; each token holds a position. */
export class Population {
  #count = 1;

  private constructor(
    readonly node: LocalNode,
    private readonly parameters: Parameters,
  ) {}

  /** Starts with one token. */
  static async start(): Promise<Population> {
    const parameters = await readParameters("ignition/parameters/local.json");
    const node = await startLocalNode(0, { ...parameters, tokens: [tokenAt(0, Object.keys(parameters.markets))] });
    const population = new Population(node, parameters);
    for (const address of Object.values(node.system.deployment.tokens)) await population.#fund(address);
    return population;
  }

  /** Creates tokens, half in each market, until there are `count`. */
  async growTo(count: number): Promise<void> {
    const { system, provider } = this.node;
    const governor = await provider.getSigner(0);
    const markets = Object.keys(system.deployment.markets);
    const [first = ""] = Object.values(system.deployment.tokens);
    const policy = await ILeveragedToken__factory.connect(first, provider).policy();
    for (; this.#count < count; this.#count += 1) {
      const terms = createParams(this.parameters, tokenAt(this.#count, markets), system.collateral.decimals);
      const params = { venue: system.deployment.venue, policy, ...terms };
      const address = await system.factory.create.staticCall(params, { from: governor.address });
      await system.factory.connect(governor).create(params);
      await this.#fund(address);
    }
  }

  async #fund(address: string): Promise<void> {
    const { system, provider } = this.node;
    const holder = await provider.getSigner(HOLDER);
    const assets = parseUnits(DEPOSIT, system.collateral.decimals);
    await system.collateral.contract.connect(holder).approve(address, assets);
    const token = ILeveragedToken__factory.connect(address, holder);
    await token["deposit(uint256,address)"](assets, holder.address);
  }
}

/** No two of one leverage in one market. */
function tokenAt(index: number, markets: readonly string[]): Parameters["tokens"][number] {
  const leverage = FIRST + STEP * BigInt(Math.floor(index / markets.length));
  return { market: markets[index % markets.length] ?? "", leverage, initialNav: "1" };
}
