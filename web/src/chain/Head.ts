/** The newest block the page knows. */
export interface Head {
  readonly number: number;
  /** {s} By the chain's clock. */
  readonly timestamp: bigint;
  /** {ms} By this browser's clock, when it was seen. */
  readonly seenAt: number;
}

/** {s} What the chain's clock says now: between blocks it runs like this browser's. */
export function chainNow({ timestamp, seenAt }: Head, now = Date.now()): bigint {
  return timestamp + BigInt(Math.max(0, Math.floor((now - seenAt) / 1_000)));
}
