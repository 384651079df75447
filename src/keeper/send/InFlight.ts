import type { Occupied } from "../decide/nextStep.js";
import type { Offered } from "./offer.js";

/** The one nonce in use, and everything offered for it. Forgotten in a crash without harm: the chain tells it again. */
export interface InFlight extends Occupied {
  /** `unknown`: found waiting, sent by an earlier life. */
  readonly kind: "work" | "cancel" | "unknown";
  /** Any of them may be mined. */
  readonly offers: readonly Offered[];
  /** {ms} When the nonce was taken, whatever has been offered for it since. */
  readonly takenAt: number;
}
