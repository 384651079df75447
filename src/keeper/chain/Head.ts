/** The newest block an endpoint knows. */
export interface Head {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  /** {s} */
  readonly timestamp: number;
}

/** Reads a block as JSON-RPC gives it; undefined if it is not one. */
export function parseHead(block: unknown): Head | undefined {
  if (typeof block !== "object" || block === null) return undefined;
  const { number, hash, parentHash, timestamp } = block as Record<string, unknown>;
  const head = { number: Number(number), hash, parentHash, timestamp: Number(timestamp) };
  const isWhole = [head.number, head.timestamp].every((value) => Number.isSafeInteger(value) && value >= 0);
  return isWhole && typeof hash === "string" && typeof parentHash === "string" ? (head as Head) : undefined;
}
