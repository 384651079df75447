import { useApp } from "../app/AppContext.js";
import { exact } from "../format/format.js";
import type { Performed, Quote } from "../sdk.js";
import { Notice } from "../ui/Notice.js";

interface Props {
  readonly quote: Quote;
  readonly result: Performed<Quote>;
}

/** What a transaction really did, by its events. */
export function TradeResult({ quote, result }: Props) {
  const { collateral } = useApp().chain.system;
  const { outcome, hash } = result;
  return (
    <Notice>
      <div>
        <p data-field="result">
          {describe(quote, outcome, (amount) => `${exact(amount, collateral.decimals)} ${collateral.symbol}`)}
        </p>
        <p class="small soft hash" title={hash}>
          Transaction {hash.slice(0, 10)}…{hash.slice(-8)}
        </p>
      </div>
    </Notice>
  );
}

function describe(quote: Quote, outcome: Performed<Quote>["outcome"], pay: (amount: bigint) => string): string {
  if ("minted" in outcome) {
    const { redeemed, minted } = outcome;
    const [from, to] = quote.kind === "flip" ? [quote.from, quote.to] : ["", ""];
    return `Changed ${exact(redeemed.shares)} ${from} into ${exact(minted.shares)} ${to}.`;
  }
  const symbol = quote.kind === "flip" ? quote.to : quote.token;
  const moved = `${exact(outcome.shares)} ${symbol}`;
  return quote.kind === "mint"
    ? `Minted ${moved} for ${pay(outcome.assets)}.`
    : `Redeemed ${moved} for ${pay(outcome.assets)}.`;
}
