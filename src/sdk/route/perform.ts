import type { Signer } from "ethers";
import type { System } from "../connect.js";
import { prepareExactRedeem } from "../prepare/prepareExactRedeem.js";
import type { Prepared } from "../prepare/Prepared.js";
import type { Minted, Redeemed } from "../prepare/readOutcome.js";
import { requireCollateral, requireShares } from "../prepare/requireBalance.js";
import type { MintQuote, Quote, RedeemQuote } from "../quote/Quote.js";
import type { TransactionResult } from "../send/waitFor.js";
import { enableRouter } from "./enableRouter.js";
import { prepareRouterFlip, type Flipped } from "./prepareRouterFlip.js";
import { prepareRouterMint } from "./prepareRouterMint.js";
import { step, type OnProgress } from "./progress.js";
import { readDeadline } from "./readDeadline.js";

export interface PerformOptions {
  readonly onProgress?: OnProgress;
  /** {s} How long the wallet and the chain may take together; 20 minutes unless told. */
  readonly patience?: number;
}

/** What the action of a quote reports. */
export type OutcomeOf<Q extends Quote> = Q extends MintQuote ? Minted : Q extends RedeemQuote ? Redeemed : Flipped;
export type Performed<Q extends Quote> = Extract<TransactionResult<OutcomeOf<Q>>, { status: "succeeded" }>;

/**
 * Does what was quoted with the least a wallet has to be asked for: a mint and a flip through the router with a permit, or,
 * where the token takes none, an allowance of exactly the amount; a redeem straight from the token, which needs neither.
 * Never less comes out than the quote's minimum. Throws the one error that says what went wrong; an allowance that an
 * earlier step gave then stays, and is used when it is tried again.
 */
export async function perform<Q extends Quote>(
  system: System,
  quote: Q,
  signer: Signer,
  { onProgress = () => undefined, patience }: PerformOptions = {},
): Promise<Performed<Q>> {
  const account = await signer.getAddress();
  const action = await prepareAction(system, quote, account, signer, onProgress, patience);
  return (await step("send", action, signer, onProgress)) as Performed<Q>;
}

async function prepareAction(
  system: System,
  quote: Quote,
  account: string,
  signer: Signer,
  onProgress: OnProgress,
  patience?: number,
): Promise<Prepared<Minted | Redeemed | Flipped>> {
  if (quote.kind === "mint") await requireCollateral(system, account, quote.assets);
  else await requireShares(system, quote.kind === "flip" ? quote.from : quote.token, account, quote.shares);
  if (quote.kind === "redeem") return prepareExactRedeem(system, { ...quote, account });

  const deadline = await readDeadline(system, patience);
  const signature = await enableRouter(system, quote, signer, deadline, onProgress);
  const terms = { account, deadline, ...(signature === undefined ? {} : { signature }) };
  return quote.kind === "mint" ? prepareRouterMint(system, quote, terms) : prepareRouterFlip(system, quote, terms);
}
