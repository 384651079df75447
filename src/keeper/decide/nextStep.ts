/** A nonce that is taken: by a transaction of ours, or by one of an earlier life that only the chain knows. */
export interface Occupied {
  readonly nonce: number;
  /** {ms} When the transaction was last sent, or the nonce first seen taken. */
  readonly since: number;
  /** The newest block then. */
  readonly sinceBlock: number;
  /** The newest block when it was last sent again because the node had lost it; `sinceBlock` before that. */
  readonly resentBlock: number;
  /** Whether it is ours: sent in this life. */
  readonly isOurs: boolean;
}

/** What the chain says, and whether there is work. */
export interface Facts {
  /** Transactions of the wallet in blocks; and with those that wait. */
  readonly latestNonce: number;
  readonly pendingNonce: number;
  readonly hasReceipt: boolean;
  readonly hasWork: boolean;
  /** {ms} */
  readonly now: number;
  readonly block: number;
}

export interface Patience {
  /** {ms} A transaction in no block after this long is stuck, if blocks were made. */
  readonly stuckAfter: number;
  /** {blocks} The same in blocks. */
  readonly stuckBlocks: number;
}

export type Step =
  /** Nothing is due. */
  | "rest"
  /** The nonce is free and there is work. */
  | "send"
  /** A nonce is found taken by an earlier life. */
  | "adopt"
  /** What was sent may still be mined. */
  | "wait"
  /** It was mined. */
  | "settle"
  /** The node has lost it: the same transaction again. */
  | "resend"
  /** Stuck: work of now takes the same nonce at a higher fee. */
  | "replace"
  /** Stuck, and nothing is due any more: an empty transfer to oneself frees the nonce. */
  | "cancel"
  /** Something else has used the nonce, or what was lost is not needed any more. */
  | "forget";

/** {blocks} How long a receipt may be missing after its nonce is used: endpoints do not learn everything at once. */
const RECEIPT_GRACE = 2;

/** Decides what to do with the wallet's one next nonce. Nothing but the chain is asked; nothing need be remembered. */
export function nextStep(occupied: Occupied | undefined, facts: Facts, patience: Patience): Step {
  if (occupied === undefined) {
    if (facts.pendingNonce > facts.latestNonce) return "adopt";
    return facts.hasWork ? "send" : "rest";
  }
  if (facts.hasReceipt) return "settle";
  const blocks = facts.block - occupied.sinceBlock;
  if (facts.latestNonce > occupied.nonce) return occupied.isOurs && blocks < RECEIPT_GRACE ? "wait" : "forget";
  // Where no block is made, no fee helps.
  const isStuck = blocks >= patience.stuckBlocks || (blocks > 0 && facts.now - occupied.since >= patience.stuckAfter);
  const isGone = facts.pendingNonce <= occupied.nonce && facts.block > occupied.resentBlock;
  if (isGone && !(facts.hasWork && occupied.isOurs)) return "forget";
  if (!isStuck) return isGone ? "resend" : "wait";
  return facts.hasWork ? "replace" : "cancel";
}
