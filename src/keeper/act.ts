import type { WatchedToken } from "../sdk/index.js";
import { nextStep, type Step } from "./decide/nextStep.js";
import type { Keeper } from "./Keeper.js";
import { cancel } from "./send/cancel.js";
import { pretend } from "./send/pretend.js";
import { readNonce, type NonceState } from "./send/readNonce.js";
import { broadcast } from "./send/offer.js";
import { sendWork } from "./send/sendWork.js";
import { settle } from "./send/settle.js";

export interface Situation {
  /** The newest block. */
  readonly block: number;
  /** Tokens a rebalance is due for, worst first. */
  readonly due: readonly WatchedToken[];
  /** If it has been asked for. */
  readonly nonce: NonceState | undefined;
  /** Nothing new is begun; what is in flight is waited for. */
  readonly isStopping: boolean;
}

/** Does the one thing there is to do for what is due, and for the transaction in flight. */
export async function act(keeper: Keeper, situation: Situation): Promise<void> {
  const { provider, settings, wallet } = keeper;
  const { due } = situation;
  if (wallet === undefined || settings.dryRun) {
    keeper.isNonceUnknown = false;
    if (due.length > 0) await pretend(keeper, due);
    return;
  }
  if (situation.nonce === undefined && due.length === 0) return;
  let nonce = situation.nonce ?? (await readNonce(provider, wallet.address, keeper.inFlight));

  let step = decide(keeper, situation, nonce, due.length > 0);
  if (step === "settle" && nonce.receipt !== undefined) {
    settle(keeper, nonce.receipt);
    // What was read before the transaction's block says nothing about what is due after it.
    if (nonce.receipt.blockNumber > situation.block) return;
    nonce = { ...nonce, receipt: undefined };
    step = decide(keeper, situation, nonce, due.length > 0);
  }
  if ((step === "send" || step === "replace") && !(await sendWork(keeper, step, due, nonce, situation.block))) {
    // Somebody else was faster, or it would fail: there is nothing to send after all.
    step = decide(keeper, situation, nonce, false);
  }
  await takeStep(keeper, step, nonce, situation);
}

function decide(
  { inFlight, settings, clock }: Keeper,
  { block }: Situation,
  nonce: NonceState,
  hasWork: boolean,
): Step {
  const facts = {
    latestNonce: nonce.latest,
    pendingNonce: nonce.pending,
    hasReceipt: nonce.receipt !== undefined,
    hasWork,
    now: clock.now(),
    block,
  };
  return nextStep(inFlight, facts, settings);
}

async function takeStep(
  keeper: Keeper,
  step: Step,
  nonce: NonceState,
  { block, isStopping }: Situation,
): Promise<void> {
  const { clock, log, provider, records, inFlight } = keeper;
  switch (step) {
    case "adopt": {
      const now = clock.now();
      keeper.isNonceUnknown = false;
      keeper.inFlight = {
        ...{ kind: "unknown", nonce: nonce.latest, isOurs: false, offers: [] },
        ...{ since: now, sinceBlock: block, resentBlock: block, takenAt: now },
      };
      log.info(
        { nonce: nonce.latest },
        "A transaction of this wallet is waiting from before: it is waited for, or replaced",
      );
      return;
    }
    case "forget":
      keeper.inFlight = undefined;
      keeper.isNonceUnknown = true;
      if (inFlight?.isOurs === true) {
        records.ended("lost");
        log.warn(
          { nonce: inFlight.nonce },
          "The transaction is gone: another took its nonce, or it is not needed any more",
        );
      }
      return;
    case "resend": {
      const raw = inFlight?.offers.at(-1)?.raw;
      if (inFlight === undefined || raw === undefined) return;
      keeper.inFlight = { ...inFlight, resentBlock: block };
      records.sent("resent");
      log.info({ nonce: inFlight.nonce }, "The node has lost the transaction: sending it again");
      await broadcast(provider, raw);
      return;
    }
    case "cancel":
      if (!isStopping) await cancel(keeper, block);
      return;
    case "rest":
      keeper.isNonceUnknown = false;
      return;
    case "send":
    case "replace":
    case "wait":
    case "settle":
      return;
  }
}
