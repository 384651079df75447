import type { BlockTag } from "ethers";
import type { LeveragedTokenLens } from "../contracts.js";
import type { System } from "../connect.js";

/** What the lens answers to `watch`. */
export type WatchPage = Awaited<ReturnType<LeveragedTokenLens["watch"]["staticCall"]>>;

/** Characters of a word, and of what comes before the tokens: "0x", where they begin, timestamp, count and how many. */
const WORD = 64;
const HEAD = 2 + 4 * WORD;
/** Tokens decoded at once. */
const PART = 10;

/**
 * Reads a page of the registry in one call. It is decoded in parts, because ethers' decoder goes through the whole answer
 * for every word of it: 125 tokens at once would take it a fifth of a second.
 */
export async function readWatchPage(
  { provider, lens, factory }: System,
  offset: number,
  limit: number,
  blockTag: BlockTag,
): Promise<{ readonly views: WatchPage["views"]; readonly timestamp: bigint; readonly count: bigint }> {
  const data = lens.interface.encodeFunctionData("watch", [await factory.getAddress(), offset, limit]);
  const answer = await provider.call({ to: await lens.getAddress(), data, blockTag });
  const pages = splitPage(answer).map(
    (part) => lens.interface.decodeFunctionResult("watch", part) as unknown as WatchPage,
  );
  const [{ timestamp, count }] = pages as [WatchPage, ...WatchPage[]];
  return { views: pages.flatMap(({ views }) => [...views]), timestamp, count };
}

/** The same answer as answers of a few tokens each; one without tokens, or too short to be an answer, stays as it is. */
function splitPage(answer: string): string[] {
  const tokens = answer.length > HEAD ? Number(`0x${answer.slice(HEAD - WORD, HEAD)}`) : 0;
  if (tokens === 0) return [answer];
  const length = (answer.length - HEAD) / tokens;
  return Array.from({ length: Math.ceil(tokens / PART) }, (_, i) => {
    const [first, end] = [i * PART, Math.min((i + 1) * PART, tokens)];
    const count = (end - first).toString(16).padStart(WORD, "0");
    return answer.slice(0, HEAD - WORD) + count + answer.slice(HEAD + first * length, HEAD + end * length);
  });
}
