import type { Signer } from "ethers";
import { errorContext, tokenContract, type System } from "../connect.js";
import type { ErrorContext } from "../errors/Phrases.js";
import { SignatureShapeError } from "../errors/router.js";
import { preparePermit } from "../permit/preparePermit.js";
import { readPermitDomain } from "../permit/readPermitDomain.js";
import { signPermit, type PermitSignature } from "../permit/signPermit.js";
import { prepareAllowance, type AllowanceOrder } from "../prepare/prepareAllowance.js";
import type { FlipQuote, MintQuote, Quote } from "../quote/Quote.js";
import { step, type OnProgress, type Step } from "./progress.js";

/**
 * Lets the router take what a quote needs, exactly, unless it may already: by a signed permit, or with a transaction where
 * the token takes none or the wallet cannot sign one. Returns the permit's signature if that is how.
 */
export async function enableRouter(
  system: System,
  quote: MintQuote | FlipQuote,
  signer: Signer,
  deadline: bigint,
  onProgress: OnProgress,
): Promise<PermitSignature | undefined> {
  const order = await taking(system, quote, await signer.getAddress());
  const approval = await prepareAllowance(system, order, contextOf(system, quote));
  if (approval === undefined) return undefined;
  const { token, owner, amount } = order;
  const permit = await preparePermit(system, { token, owner, value: amount, deadline });
  if (permit !== undefined) {
    onProgress({ step: "permit", state: "wallet" });
    try {
      const signature = await signPermit(permit, signer);
      onProgress({ step: "permit", state: "done" });
      return signature;
    } catch (error) {
      // A contract wallet's signature is of another kind; a transaction it can send.
      if (!(error instanceof SignatureShapeError)) throw error;
    }
  }
  await step("approve", approval, signer, onProgress);
  return undefined;
}

/** The steps that doing what was quoted takes now, for a wallet that signs what it is asked to. */
export async function planSteps(system: System, quote: Quote, account: string): Promise<readonly Step[]> {
  if (quote.kind === "redeem") return ["send"];
  const order = await taking(system, quote, account);
  if ((await prepareAllowance(system, order, {})) === undefined) return ["send"];
  return [(await readPermitDomain(system, order.token)) === undefined ? "approve" : "permit", "send"];
}

/** What the router takes, of which token. */
async function taking(system: System, quote: MintQuote | FlipQuote, owner: string): Promise<AllowanceOrder> {
  const spender = system.deployment.router;
  if (quote.kind === "mint") return { token: system.collateral.address, owner, spender, amount: quote.assets };
  return { token: await tokenContract(system, quote.from).getAddress(), owner, spender, amount: quote.shares };
}

function contextOf(system: System, quote: MintQuote | FlipQuote): ErrorContext {
  if (quote.kind === "mint") return errorContext(system, quote.token, "mint");
  return { ...errorContext(system, quote.to, "flip"), from: quote.from };
}
