import type { Token } from "../sdk.js";
import { blockedText } from "./blocked.js";

export interface Condition {
  readonly label: string;
  readonly tone: "good" | "warn" | "loss";
  /** What it means for a holder; empty when all is well. */
  readonly meaning: string;
}

/** The state a token is in, in a word and a sentence. */
export function conditionOf(token: Token): Condition {
  const { health, mintPaused, decision, phase } = token;
  switch (health) {
    case "Settled":
      return {
        label: "Settled",
        tone: "loss",
        meaning: "This token is closed for good. Redeem it for what is left, at any time.",
      };
    case "WipedOut":
      return {
        label: "Wiped out",
        tone: "loss",
        meaning: "The fund has lost all its money. The next call settles it.",
      };
    case "PriceInvalid":
      return {
        label: "No valid price",
        tone: "loss",
        meaning: "The price feed is stale or out of bounds. Minting and redeeming resume with its next valid answer.",
      };
    case "VenueHalted":
      return {
        label: "Market halted",
        tone: "loss",
        meaning: "The exchange has stopped trading. Minting and redeeming resume when it trades again.",
      };
    case "Live":
      if (mintPaused) {
        return { label: "Minting paused", tone: "warn", meaning: "Nobody can mint for now. Redeeming works." };
      }
      if (decision.action === "Trade") {
        return { label: "Rebalance due", tone: "warn", meaning: "Anyone may rebalance this token now." };
      }
      if (decision.action === "Blocked") {
        const meaning = `A rebalance is due and ${blockedText(token)}. Redeeming works; leverage may drift until it can be done.`;
        return { label: "Rebalance blocked", tone: "warn", meaning };
      }
      if (phase === "Unfinished") {
        return { label: "Rebalancing", tone: "warn", meaning: "A large rebalance is carried out in parts." };
      }
      return { label: "Live", tone: "good", meaning: "" };
  }
}
