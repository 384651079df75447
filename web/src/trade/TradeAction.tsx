import { useState } from "preact/hooks";
import { useApp } from "../app/AppContext.js";
import { openDialog } from "../app/openDialog.js";
import type { Quote } from "../sdk.js";
import { ErrorNotice } from "../ui/ErrorNotice.js";
import { giveConsent, needsConsent } from "./consent.js";
import { RiskConsent } from "./RiskConsent.js";
import { Steps } from "./Steps.js";
import { TradeResult } from "./TradeResult.js";
import { useTrade } from "./useTrade.js";

interface Props {
  readonly verb: string;
  readonly symbol: string;
  /** What the button does; undefined while there is nothing to do. */
  readonly quote: Quote | undefined;
  readonly isAllowed: boolean;
  readonly onDone: () => void;
}

/** The one button, and all that comes of it: consent, the wallet's steps, the result or what went wrong. */
export function TradeAction({ verb, symbol, quote, isAllowed, onDone }: Props) {
  const { chain, holder } = useApp();
  const { state, run } = useTrade();
  const [pending, setPending] = useState<Quote | undefined>();
  const isWorking = state.status === "working";
  const address = holder.address.value;
  const isAway = chain.connection.value !== "live";

  const start = async (chosen: Quote) => {
    if (await run(chosen)) onDone();
  };
  const begin = async () => {
    if (quote === undefined || address === undefined) return;
    if (quote.kind !== "redeem" && (await needsConsent(chain.system, address))) setPending(quote);
    else await start(quote);
  };

  return (
    <>
      {address === undefined ? (
        <button
          type="button"
          class="button button-primary button-wide"
          onClick={() => {
            openDialog.value = "wallet";
          }}
        >
          Connect a wallet to {verb.toLowerCase()}
        </button>
      ) : (
        <button
          type="submit"
          class="button button-primary button-wide"
          disabled={quote === undefined || !isAllowed || isWorking || isAway || holder.isOnWrongChain.value}
          onClick={() => void begin()}
        >
          {isWorking ? "Working …" : `${verb} ${symbol}`}
        </button>
      )}
      {isWorking && <Steps steps={state.steps} progress={state.progress} />}
      {state.status === "done" && <TradeResult quote={state.quote} result={state.result} />}
      {state.status === "failed" && <ErrorNotice error={state.error} />}
      {pending !== undefined && (
        <RiskConsent
          onClose={() => setPending(undefined)}
          onAccept={() => {
            setPending(undefined);
            if (address !== undefined) giveConsent(address);
            void start(pending);
          }}
        />
      )}
    </>
  );
}
