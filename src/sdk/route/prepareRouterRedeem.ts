import { errorContext, tokenContract, type System } from "../connect.js";
import { NO_PERMIT } from "../permit/signPermit.js";
import type { Prepared } from "../prepare/Prepared.js";
import { readRedeemed, type Redeemed } from "../prepare/readOutcome.js";
import type { RedeemQuote } from "../quote/Quote.js";
import type { RouteTerms } from "./RouteTerms.js";

/**
 * Prepares what was quoted as one transaction through the router, which needs a permit or allowance of `quote.shares`.
 * Straight from the token ({@link prepareRedeem}) neither is needed; what the router adds is the deadline, and a place in
 * {@link prepareTogether}.
 */
export async function prepareRouterRedeem(
  system: System,
  { token, shares, minAssets }: RedeemQuote,
  { account, receiver = account, deadline, signature = NO_PERMIT }: RouteTerms,
): Promise<Prepared<Redeemed>> {
  const address = await tokenContract(system, token).getAddress();
  return {
    request: await system.router.redeem.populateTransaction(address, shares, minAssets, receiver, deadline, signature),
    context: errorContext(system, token, "redeem"),
    read: (logs) => readRedeemed(logs, address),
  };
}
