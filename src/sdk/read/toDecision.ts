import type { LeveragedTokenLens } from "../contracts.js";
import { ACTIONS, enumName, REASONS } from "./enums.js";
import type { Decision } from "./Token.js";

type DecisionView = Awaited<ReturnType<LeveragedTokenLens["viewToken"]>>["decision"];

/** Names the enums of a decision as the chain returns it. */
export function toDecision({ action, reason, complete, sizeDelta, limitPrice, tip, dueAt }: DecisionView): Decision {
  return {
    action: enumName(ACTIONS, action),
    reason: enumName(REASONS, reason),
    complete,
    sizeDelta,
    limitPrice,
    tip,
    dueAt,
  };
}
