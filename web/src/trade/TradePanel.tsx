import { formatUnits } from "ethers";
import { useState } from "preact/hooks";
import { useApp } from "../app/AppContext.js";
import { money, shares } from "../format/format.js";
import type { Token } from "../sdk.js";
import { AmountField } from "./AmountField.js";
import { parseAmount, parseSlippage, type Typed } from "./parseInput.js";
import { QuoteView } from "./QuoteView.js";
import { SlippageField } from "./SlippageField.js";
import { TabList } from "./TabList.js";
import { TokenChoice } from "./TokenChoice.js";
import { TradeAction } from "./TradeAction.js";
import { useQuote, type Wish } from "./useQuote.js";

export type Kind = Wish["kind"];

const SHARE_DECIMALS = 18;
const VERBS: Record<Kind, string> = { mint: "Mint", redeem: "Redeem", flip: "Flip" };

/** Getting in, out, or over to another token. */
export function TradePanel({ token }: { readonly token: Token }) {
  const { chain, holder } = useApp();
  const { collateral } = chain.system;
  const others = chain.tokens.value.filter((other) => canFlipTo(token, other));
  const [kind, setKind] = useState<Kind>("mint");
  const [text, setText] = useState("");
  const [slippageText, setSlippageText] = useState("0.5");
  const [to, setTo] = useState(() => opposite(token, others)?.symbol ?? "");

  const isMint = kind === "mint";
  const amount = parseAmount(text, isMint ? collateral.decimals : SHARE_DECIMALS);
  const slippage = parseSlippage(slippageText);
  const account = holder.account.value;
  const available = isMint ? account?.collateral : account && (account.shares[token.symbol] ?? 0n);
  const wish = wishOf(kind, token.symbol, to, amount);
  const quote = useQuote(wish, slippage.status === "value" ? slippage.value : 0n);
  const isTooMuch = available !== undefined && wish !== undefined && wish.amount > available;
  const unit = isMint ? collateral.symbol : token.symbol;

  return (
    <section class="panel" aria-label={`Trade ${token.symbol}`}>
      <TabList
        label="What to do"
        tabs={VERBS}
        chosen={kind}
        onChoose={(chosen) => {
          setKind(chosen);
          setText("");
        }}
      />
      <div role="tabpanel" aria-label={VERBS[kind]}>
        <form class="trade-form" onSubmit={(event) => event.preventDefault()}>
          {kind === "flip" && <TokenChoice label="Into" tokens={others} chosen={to} onChoose={setTo} />}
          <AmountField
            label={isMint ? "You pay" : `How much ${token.symbol}`}
            unit={unit}
            text={text}
            onInput={setText}
            problem={
              amount.status === "wrong" ? amount.problem : isTooMuch ? `You do not have that much ${unit}.` : undefined
            }
            balance={
              available === undefined
                ? undefined
                : {
                    shown: isMint ? money(available, collateral) : `${shares(available)} ${token.symbol}`,
                    exact: formatUnits(available, isMint ? collateral.decimals : SHARE_DECIMALS).replace(/\.0$/, ""),
                  }
            }
          />
          <SlippageField
            text={slippageText}
            onInput={setSlippageText}
            problem={slippage.status === "wrong" ? slippage.problem : undefined}
          />
          {quote.status === "ready" && <QuoteView quote={quote.quote} isFresh={quote.isFresh} />}
          {quote.status === "refused" && (
            <p class="field-error" role="alert" data-field="refusal">
              {quote.error.message}
            </p>
          )}
          <TradeAction
            key={kind}
            verb={VERBS[kind]}
            symbol={token.symbol}
            quote={quote.status === "ready" && quote.isFresh ? quote.quote : undefined}
            isAllowed={!isTooMuch && slippage.status === "value"}
            onDone={() => setText("")}
          />
        </form>
      </div>
    </section>
  );
}

function wishOf(kind: Kind, token: string, to: string, amount: Typed): Wish | undefined {
  if (amount.status !== "value" || (kind === "flip" && to === "")) return undefined;
  return kind === "flip" ? { kind, token, to, amount: amount.value } : { kind, token, amount: amount.value };
}

function canFlipTo(token: Token, other: Token): boolean {
  return other.symbol !== token.symbol && other.collateral === token.collateral && other.health !== "Settled";
}

/** The other side of the same market, which is what most people flip to. */
function opposite({ market, targetLeverage }: Token, others: readonly Token[]): Token | undefined {
  return (
    others.find((other) => other.market === market && other.targetLeverage === -targetLeverage) ??
    others.find((other) => other.market === market) ??
    others[0]
  );
}
