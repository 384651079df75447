import { remember, remembered } from "../app/memory.js";
import { hasMinted, type System } from "../sdk.js";

const key = (account: string) => `risk-accepted.${account}`;
const accepted = new Set<string>();

/** Whether an account needs to be shown the risk disclosure: unless it has accepted it here, or minted before. */
export async function needsConsent(system: System, account: string): Promise<boolean> {
  if (accepted.has(account) || remembered(key(account)) !== null) return false;
  // Where that cannot be found out, being told twice does no harm.
  return !(await hasMinted(system, account).catch(() => false));
}

export function giveConsent(account: string): void {
  accepted.add(account);
  remember(key(account), "yes");
}
