import { errorContext, tokenContract, type System } from "../connect.js";
import { NO_PERMIT } from "../permit/signPermit.js";
import type { Prepared } from "../prepare/Prepared.js";
import { readMinted, readRedeemed, type Minted, type Redeemed } from "../prepare/readOutcome.js";
import type { FlipQuote } from "../quote/Quote.js";
import type { RouteTerms } from "./RouteTerms.js";

/** Both legs of a flip. */
export interface Flipped {
  readonly redeemed: Redeemed;
  readonly minted: Minted;
}

/** Prepares what was quoted as one transaction through the router, which needs a permit or allowance of `quote.shares`. */
export async function prepareRouterFlip(
  system: System,
  { from, to, shares, minMinted }: FlipQuote,
  { account, receiver = account, deadline, signature = NO_PERMIT }: RouteTerms,
): Promise<Prepared<Flipped>> {
  const [left, entered] = await Promise.all([
    tokenContract(system, from).getAddress(),
    tokenContract(system, to).getAddress(),
  ]);
  return {
    request: await system.router.flip.populateTransaction(
      left,
      entered,
      shares,
      minMinted,
      receiver,
      deadline,
      signature,
    ),
    context: { ...errorContext(system, to, "flip"), from },
    read: (logs) => ({ redeemed: readRedeemed(logs, left), minted: readMinted(logs, entered) }),
  };
}
