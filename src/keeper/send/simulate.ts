import type { RebalanceUpkeep } from "../../../types/ethers-contracts/index.js";
import type { WatchedToken } from "../../sdk/index.js";
import { toOutcome, type Outcome } from "./outcomes.js";

export interface Simulated {
  readonly token: WatchedToken;
  readonly outcome: Outcome;
}

/**
 * Plays a `perform` on the newest block. What another keeper has done already shows here, so a lost race costs a call and
 * no gas. Tokens the call's gas does not reach are left out.
 */
export async function simulate(
  upkeep: RebalanceUpkeep,
  tokens: readonly WatchedToken[],
  tipReceiver: string,
  from: string,
): Promise<Simulated[]> {
  const addresses = tokens.map(({ address }) => address);
  const outcomes = await upkeep.perform.staticCall(addresses, tipReceiver, { from, blockTag: "latest" });
  return outcomes.flatMap((outcome, index) => {
    const token = tokens[index];
    return token === undefined ? [] : [{ token, outcome: toOutcome(outcome) }];
  });
}
