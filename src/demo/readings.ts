import { ACTIONS, enumName } from "../sdk/read/enums.js";
import type { Decision, Token } from "../sdk/read/Token.js";
import type { Stage } from "./stage.js";

/** What `rebalance()` would do, and when the clock makes one due. */
export type Due = Pick<Decision, "action" | "dueAt">;

/** The same from the tokens themselves: a fraction of the price of a full reading. */
export async function readDue({ tokens }: Stage): Promise<Due[]> {
  const decisions = await Promise.all(tokens.map(({ contract }) => contract.previewRebalance()));
  return decisions.map(({ action, dueAt }) => ({ action: enumName(ACTIONS, action), dueAt }));
}

/** Whether anyone may liquidate the account behind the token. */
export function isLiquidatable({ size, price, liquidationPrice }: Token): boolean {
  if (size === 0n || liquidationPrice === 0n) return false;
  return size > 0n ? price < liquidationPrice : price > liquidationPrice;
}
