import type { BlockTag } from "ethers";
import type { System } from "../connect.js";
import type { Token } from "./Token.js";
import { toToken } from "./toToken.js";

/** Tokens per call: a page stays far below the gas a node allows a call. */
const PAGE = 16;

export interface TokenList {
  /** In the order of the deployment; then those created since. */
  readonly tokens: readonly Token[];
  /** {s} Of the block they were read in, the last one if there were several pages. */
  readonly timestamp: bigint;
}

/** Reads every token of the registry, a dead price or venue marked in `health`; in the newest block unless told. */
export async function readTokens(
  { lens, factory, deployment }: System,
  blockTag: BlockTag = "latest",
): Promise<TokenList> {
  const tokens: Token[] = [];
  for (;;) {
    const [views, timestamp] = await lens.page(factory, tokens.length, PAGE, { blockTag });
    tokens.push(...views.map(toToken));
    if (views.length < PAGE) {
      const order = Object.keys(deployment.tokens);
      const rank = ({ symbol }: Token) => (order.includes(symbol) ? order.indexOf(symbol) : order.length);
      return { tokens: tokens.sort((a, b) => rank(a) - rank(b)), timestamp };
    }
  }
}
