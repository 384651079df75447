import { useApp } from "../app/AppContext.js";
import { Holding } from "../portfolio/Holding.js";
import { TradePanel } from "../trade/TradePanel.js";
import { Notice } from "../ui/Notice.js";
import { DayChange } from "./DayChange.js";
import { conditionOf } from "./health.js";
import { LeverageGauge } from "./LeverageGauge.js";
import { NavFigure } from "./NavFigure.js";
import { NavChart } from "./NavChart.js";
import { RebalanceTable } from "./RebalanceTable.js";
import { StateBadge } from "./StateBadge.js";
import { TokenFacts } from "./TokenFacts.js";

/** Everything about one token, and the way in and out. */
export function TokenPage({ symbol }: { readonly symbol: string }) {
  const { chain, history } = useApp();
  const token = chain.token(symbol);
  if (token === undefined) {
    return (
      <div class="stack">
        <h1>There is no token {symbol} here</h1>
        <p>
          <a href="#/">See all tokens</a>
        </p>
      </div>
    );
  }
  const { tone, meaning } = conditionOf(token);
  return (
    <div class="split">
      <div class="stack">
        <section class="panel hero" data-token={symbol}>
          <div class="hero-head">
            <div>
              <h1>
                {token.symbol} <StateBadge token={token} />
              </h1>
              <p class="soft">{token.name}</p>
            </div>
            <div class="hero-figure">
              <p class="soft small">Net asset value per token</p>
              <NavFigure token={token} />
              <DayChange token={token} />
            </div>
          </div>
          {meaning !== "" && <Notice {...(tone === "good" ? {} : { tone })}>{meaning}</Notice>}
          <LeverageGauge token={token} />
          <TokenFacts token={token} />
        </section>
        <section class="panel">
          <h2>Against {token.market} and the naive multiple</h2>
          <NavChart token={token} />
        </section>
        <section class="panel">
          <h2>Rebalances</h2>
          <RebalanceTable
            market={token.market}
            rebalances={history.of(symbol)?.rebalances.toReversed() ?? []}
            none="None yet."
          />
        </section>
      </div>
      <div class="stack split-side">
        <TradePanel token={token} />
        <Holding token={token} />
      </div>
    </div>
  );
}
