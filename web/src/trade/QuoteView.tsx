import type { ComponentChildren } from "preact";
import { useApp } from "../app/AppContext.js";
import { exact, nav, percent } from "../format/format.js";
import type { Quote } from "../sdk.js";

/** A quote to the unit: what goes in, what comes out, and what lies between. */
export function QuoteView({ quote, isFresh }: { readonly quote: Quote; readonly isFresh: boolean }) {
  const { collateral } = useApp().chain.system;
  const exactMoney = (amount: bigint) => `${exact(amount, collateral.decimals)} ${collateral.symbol}`;
  const least = leastOf(quote);
  return (
    <dl class={`quote rows ${isFresh ? "" : "quote-waiting"}`} aria-live="polite" aria-busy={!isFresh}>
      {quote.kind === "mint" && (
        <>
          <Row name="You pay">{exactMoney(quote.assets)}</Row>
          <Row name="You receive" field="receive">
            {exact(quote.shares)} {quote.token}
          </Row>
        </>
      )}
      {quote.kind === "redeem" && (
        <>
          <Row name="You give">
            {exact(quote.shares)} {quote.token}
          </Row>
          <Row name="You receive" field="receive">
            {exactMoney(quote.assets)}
          </Row>
        </>
      )}
      {quote.kind === "flip" && (
        <>
          <Row name="You give">
            {exact(quote.shares)} {quote.from}
          </Row>
          <Row name="On the way">{exactMoney(quote.assets)}</Row>
          <Row name="You receive" field="receive">
            {exact(quote.minted)} {quote.to}
          </Row>
        </>
      )}
      <Row name="At least" field="minimum">
        {least.unit === undefined ? exactMoney(least.amount) : `${exact(least.amount)} ${least.unit}`}
      </Row>
      <Row name="Exchange's charge">{exactMoney(quote.cost)}</Row>
      <Row name="Price impact in it">
        {exactMoney(quote.impact)}, {percent(quote.priceImpact, { digits: 4 })}
      </Row>
      <Row name="Fee, to the fee collector">{exactMoney(quote.fee)}</Row>
      <Row name="Net asset value">
        {quote.kind === "flip" ? `${nav(quote.navFrom)} → ${nav(quote.navTo)}` : nav(quote.nav)}
      </Row>
    </dl>
  );
}

/** The least that comes out; in collateral where no token is named. */
function leastOf(quote: Quote): { readonly amount: bigint; readonly unit: string | undefined } {
  switch (quote.kind) {
    case "mint":
      return { amount: quote.minShares, unit: quote.token };
    case "redeem":
      return { amount: quote.minAssets, unit: undefined };
    case "flip":
      return { amount: quote.minMinted, unit: quote.to };
  }
}

interface RowProps {
  readonly name: string;
  readonly field?: string;
  readonly children: ComponentChildren;
}

function Row({ name, field, children }: RowProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-field={field}>{children}</dd>
    </div>
  );
}
