/** Why a node did not take a transaction. */
export type Refusal =
  /** It has it already. */
  | "already-known"
  /** The nonce is used: this transaction, or another in its place, is in a block. */
  | "nonce-used"
  /** Another transaction waits at this nonce and offers nearly as much. */
  | "underpriced"
  /** The offer is below what blocks cost now. */
  | "fee-too-low"
  | "insufficient-funds"
  /** No endpoint answered: it may have been taken all the same. */
  | "no-answer"
  | "other";

const REFUSALS: readonly (readonly [RegExp, Refusal])[] = [
  [
    /already known|already imported|\bknown transaction|already in (the )?(pool|mempool)|transaction already exists/i,
    "already-known",
  ],
  [
    /nonce (is )?too low|nonce.{0,40}(lower than|already (been )?used)|expected nonce to be \d+ but got \d+|old nonce/i,
    "nonce-used",
  ],
  [/replacement.{0,40}(underpriced|fee too low|price)|replace existing|gas price too low to replace/i, "underpriced"],
  [/insufficient funds|doesn't have enough funds|insufficient balance/i, "insufficient-funds"],
  [
    /underpriced|fee.{0,20}(too low|less than block base fee)|less than.{0,20}base fee|below.{0,20}base fee|too low for the next block/i,
    "fee-too-low",
  ],
];

/** Sorts what sending threw, however node and ethers put it. */
export function classifySendError(error: unknown): Refusal {
  if (isUnanswered(error)) return "no-answer";
  const text = messages(error).join(" ");
  return REFUSALS.find(([pattern]) => pattern.test(text))?.[1] ?? "other";
}

function isUnanswered(error: unknown): boolean {
  const name = error instanceof Error ? error.name : "";
  return name === "EndpointError" || name === "BrokenCircuitError";
}

/** Every message on the way down to what the node said. */
function messages(error: unknown): string[] {
  const found: string[] = [];
  for (let depth = 0, at = error; depth < 6 && typeof at === "object" && at !== null; depth += 1) {
    const { message, shortMessage, error: inner, info, cause } = at as Record<string, unknown>;
    for (const text of [shortMessage, message]) if (typeof text === "string") found.push(text);
    at = inner ?? info ?? cause;
  }
  return found;
}
