import type { LeveragedTokenLens } from "../contracts.js";
import { ACTIONS, BLOCKERS, enumName, REASONS } from "./enums.js";
import type { Decision } from "./Token.js";

type DecisionView = Awaited<ReturnType<LeveragedTokenLens["viewToken"]>>["decision"];

/** Names the enums of a decision as the chain returns it. */
export function toDecision(view: DecisionView): Decision {
  const { complete, sizeDelta, maxCost, tip, dueAt } = view;
  return {
    action: enumName(ACTIONS, view.action),
    reason: enumName(REASONS, view.reason),
    blocker: enumName(BLOCKERS, view.blocker),
    complete,
    sizeDelta,
    maxCost,
    tip,
    dueAt,
  };
}
