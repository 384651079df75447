import { errorContext, tokenContract, type System } from "../connect.js";
import { NO_PERMIT } from "../permit/signPermit.js";
import type { Prepared } from "../prepare/Prepared.js";
import { readMinted, type Minted } from "../prepare/readOutcome.js";
import type { MintQuote } from "../quote/Quote.js";
import type { RouteTerms } from "./RouteTerms.js";

/** Prepares what was quoted as one transaction through the router, which needs a permit or allowance of `quote.assets`. */
export async function prepareRouterMint(
  system: System,
  { token, assets, minShares }: MintQuote,
  { account, receiver = account, deadline, signature = NO_PERMIT }: RouteTerms,
): Promise<Prepared<Minted>> {
  const address = await tokenContract(system, token).getAddress();
  return {
    request: await system.router.deposit.populateTransaction(address, assets, minShares, receiver, deadline, signature),
    context: errorContext(system, token, "mint"),
    read: (logs) => readMinted(logs, address),
  };
}
