import { GasFundsError, type WatchedToken } from "../../sdk/index.js";
import { isWorthIt, type TipTerms } from "../decide/isWorthIt.js";
import { bumpFees } from "../fees/bumpFees.js";
import type { Fees } from "../fees/Fees.js";
import { max, quoteFees } from "../fees/quoteFees.js";
import type { Keeper } from "../Keeper.js";
import { gwei } from "../operate/describe.js";
import { ceilingFor } from "./ceilingFor.js";
import { offer, type Request } from "./offer.js";
import { prepareWork } from "./prepareWork.js";
import { readFees } from "./readFees.js";
import type { NonceState } from "./readNonce.js";
import { reportSimulated } from "./reportSimulated.js";

/**
 * Simulates, estimates, signs and sends a transaction for what is due, at the free nonce or in place of the one that is
 * stuck. Returns false where a simulation shows that there is nothing to do.
 */
export async function sendWork(
  keeper: Keeper,
  step: "send" | "replace",
  due: readonly WatchedToken[],
  { latest }: NonceState,
  block: number,
): Promise<boolean> {
  const { provider, settings, upkeep, wallet } = keeper;
  if (wallet === undefined) return false;
  const history = await readFees(provider);
  const quote = (ceiling: bigint) => quoteFees(history, { ceiling, minPriorityFee: settings.minPriorityFee });
  const gasPrice = history.nextBaseFee + max(quote(settings.emergencyMaxFee)?.maxPriorityFeePerGas ?? 0n, 0n);
  const wanted = due.filter((token) => isWorthIt(token, gasPrice, tipTerms(keeper))).slice(0, settings.batch);
  if (wanted.length === 0) return false;
  const receiver = settings.tipReceiver ?? wallet.address;
  const { simulated, work } = await prepareWork(provider, upkeep, wanted, receiver, wallet.address);
  reportSimulated(keeper, simulated);
  if (work === undefined) return false;

  const ceiling = ceilingFor(work.tokens, settings);
  const stuck = step === "replace" ? keeper.inFlight : undefined;
  const previous = stuck?.offers.at(-1)?.fees;
  const fees = previous === undefined ? quote(ceiling) : bumpFees(previous, quote(ceiling), ceiling);
  const request: Request = { to: work.to, data: work.data, gasLimit: work.gasLimit, nonce: stuck?.nonce ?? latest };
  const names = work.tokens.map(({ address }) => keeper.names.of(address));
  if (fees === undefined) {
    reportCeiling(keeper, names, previous ?? { maxFeePerGas: history.nextBaseFee, maxPriorityFeePerGas: 0n }, ceiling);
    return true;
  }
  await offerWork(keeper, request, fees, { ceiling, names, block });
  return true;
}

interface OfferContext {
  /** {wei/gas} */
  readonly ceiling: bigint;
  readonly names: readonly string[];
  readonly block: number;
}

async function offerWork(keeper: Keeper, request: Request, fees: Fees, context: OfferContext): Promise<void> {
  const { clock, chainId, log, provider, records, wallet, inFlight } = keeper;
  if (wallet === undefined) return;
  const { ceiling, names, block } = context;
  const offered = await offer(provider, wallet, chainId, request, fees, ceiling);
  const now = clock.now();
  switch (offered.status) {
    case "offered": {
      const { last, isSure, error } = offered;
      const isReplacement = inFlight !== undefined;
      keeper.isNonceUnknown = false;
      keeper.inFlight = {
        ...{ kind: "work", nonce: request.nonce, isOurs: true, since: now, sinceBlock: block, resentBlock: block },
        offers: [...(inFlight?.offers ?? []), last],
        takenAt: inFlight?.takenAt ?? now,
      };
      records.sent(isReplacement ? "replacement" : "first");
      const details = { tokens: names, nonce: request.nonce, maxFee: gwei(last.fees.maxFeePerGas), hash: last.hash };
      if (!isSure) log.warn({ ...details, error }, "Sent, but whether it arrived is not known");
      else
        log.info(details, isReplacement ? "Replaced a stuck transaction" : `Sent a rebalance of ${names.join(", ")}`);
      return;
    }
    case "above-ceiling":
      reportCeiling(keeper, names, offered.fees, ceiling);
      return;
    case "refused":
      records.error(offered.refusal);
      if (offered.refusal === "insufficient-funds") throw new GasFundsError({ cause: offered.error });
      log.warn(
        { tokens: names, refusal: offered.refusal },
        "The node refused the fees: asking for new ones at the next block",
      );
      return;
  }
}

/** The ceiling is the operator's word: what it forbids is said, and not done. */
function reportCeiling({ log, records }: Keeper, tokens: readonly string[], fees: Fees, ceiling: bigint): void {
  records.error("fee-ceiling");
  const details = { tokens, fee: gwei(fees.maxFeePerGas), ceiling: gwei(ceiling) };
  log.error(details, "Due, but gas costs more than --max-fee allows: waiting for it to fall");
}

function tipTerms({ settings, system }: Keeper): TipTerms | undefined {
  const { minTipRatio, nativePrice } = settings;
  if (minTipRatio === undefined || nativePrice === undefined) return undefined;
  return { minRatio: minTipRatio, nativePrice, collateralDecimals: system.collateral.decimals };
}
