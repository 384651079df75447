import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../app/AppContext.js";
import { decodeError, quoteFlip, quoteMint, quoteRedeem, type Quote, type SdkError, type System } from "../sdk.js";

/** What somebody would like to do. */
export type Wish =
  | { readonly kind: "mint"; readonly token: string; readonly amount: bigint }
  | { readonly kind: "redeem"; readonly token: string; readonly amount: bigint }
  | { readonly kind: "flip"; readonly token: string; readonly to: string; readonly amount: bigint };

export type QuoteState =
  | { readonly status: "none" }
  | { readonly status: "ready"; readonly quote: Quote; readonly isFresh: boolean }
  | { readonly status: "refused"; readonly error: SdkError };

/** The quote of a wish, asked for anew with every block. What was asked before is kept until there is an answer. */
export function useQuote(wish: Wish | undefined, slippage: bigint): QuoteState {
  const { chain } = useApp();
  const block = chain.head.value?.number;
  const [state, setState] = useState<QuoteState>({ status: "none" });
  const asked = useRef("");
  const key = wish === undefined ? "" : [...Object.values(wish), slippage].join();

  useEffect(() => {
    const isSameWish = asked.current === key;
    asked.current = key;
    if (wish === undefined) {
      setState({ status: "none" });
      return;
    }
    if (!isSameWish) setState((before) => (before.status === "ready" ? { ...before, isFresh: false } : before));
    let isWanted = true;
    askQuote(chain.system, wish, slippage).then(
      (quote) => isWanted && setState({ status: "ready", quote, isFresh: true }),
      (error: unknown) => isWanted && setState({ status: "refused", error: decodeError(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [key, block]);

  return state;
}

/** Asks the chain what would come of a wish now. Throws what it would be refused with. */
export function askQuote(system: System, wish: Wish, slippage: bigint): Promise<Quote> {
  const { token, amount } = wish;
  switch (wish.kind) {
    case "mint":
      return quoteMint(system, { token, assets: amount, slippage });
    case "redeem":
      return quoteRedeem(system, { token, shares: amount, slippage });
    case "flip":
      return quoteFlip(system, { from: token, to: wish.to, shares: amount, slippage });
  }
}
