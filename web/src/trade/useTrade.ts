import { useState } from "preact/hooks";
import { useApp } from "../app/AppContext.js";
import {
  decodeError,
  perform,
  planSteps,
  type Performed,
  type Progress,
  type Quote,
  type SdkError,
  type Step,
} from "../sdk.js";

/** How far somebody's order has come. */
export type TradeState =
  | { readonly status: "idle" }
  | { readonly status: "working"; readonly steps: readonly Step[]; readonly progress: Progress | undefined }
  | { readonly status: "done"; readonly quote: Quote; readonly result: Performed<Quote> }
  | { readonly status: "failed"; readonly error: SdkError };

export interface Trade {
  readonly state: TradeState;
  /** Does what was quoted and says whether it succeeded; a failure becomes the state. */
  readonly run: (quote: Quote) => Promise<boolean>;
}

export function useTrade(): Trade {
  const { chain, holder } = useApp();
  const [state, setState] = useState<TradeState>({ status: "idle" });

  const run = async (quote: Quote) => {
    const wallet = holder.wallet.peek();
    const address = holder.address.peek();
    if (wallet === undefined || address === undefined) return false;
    setState({ status: "working", steps: [], progress: undefined });
    try {
      const steps = await planSteps(chain.system, quote, address);
      setState({ status: "working", steps, progress: undefined });
      const result = await perform(chain.system, quote, await wallet.signer(), {
        onProgress: (progress) =>
          // A wallet that cannot sign permits approves by transaction: the plan follows what happens.
          setState((before) => ({
            status: "working",
            steps: planWith(before.status === "working" ? before.steps : steps, progress.step),
            progress,
          })),
      });
      setState({ status: "done", quote, result });
      return true;
    } catch (error) {
      setState({ status: "failed", error: decodeError(error) });
      return false;
    } finally {
      void holder.refresh();
    }
  };

  return { state, run };
}

function planWith(steps: readonly Step[], step: Step): readonly Step[] {
  return steps.includes(step) ? steps : [step, "send"];
}
