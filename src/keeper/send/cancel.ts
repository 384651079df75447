import type { Keeper } from "../Keeper.js";
import { bumpFees } from "../fees/bumpFees.js";
import { quoteFees } from "../fees/quoteFees.js";
import { gwei } from "../operate/describe.js";
import { offer } from "./offer.js";
import { readFees } from "./readFees.js";

/** {gas} An empty transfer, with room for chains that charge their data on top. */
const GAS = 21_000n;

/** Frees the nonce of a stuck transaction that is not needed any more, by an empty transfer to oneself. */
export async function cancel(keeper: Keeper, block: number): Promise<void> {
  const { chainId, clock, inFlight, log, provider, records, settings, wallet } = keeper;
  if (inFlight === undefined || wallet === undefined) return;
  const ceiling = settings.maxFee;
  const quoted = quoteFees(await readFees(provider), { ceiling, minPriorityFee: settings.minPriorityFee });
  const previous = inFlight.offers.at(-1)?.fees;
  const fees = previous === undefined ? quoted : bumpFees(previous, quoted, ceiling);
  // Nothing is due: there is time to wait for gas to become cheaper.
  if (fees === undefined) return;
  const request = { to: wallet.address, data: "0x", gasLimit: GAS, nonce: inFlight.nonce };
  const offered = await offer(provider, wallet, chainId, request, fees, ceiling);
  if (offered.status !== "offered") {
    records.error(offered.status === "refused" ? offered.refusal : "fee-ceiling");
    return;
  }
  const { last } = offered;
  const now = clock.now();
  keeper.inFlight = {
    ...inFlight,
    ...{
      kind: "cancel",
      isOurs: true,
      since: now,
      sinceBlock: block,
      resentBlock: block,
      offers: [...inFlight.offers, last],
    },
  };
  records.sent("cancellation");
  log.info(
    { nonce: inFlight.nonce, maxFee: gwei(last.fees.maxFeePerGas), hash: last.hash },
    "Nothing is due any more: cancelling the stuck transaction",
  );
}
