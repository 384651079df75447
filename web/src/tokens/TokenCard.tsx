import { formatDecimal, type Token } from "../sdk.js";
import { useApp } from "../app/AppContext.js";
import { tokenLink } from "../app/route.js";
import { money, NONE, ppm } from "../format/format.js";
import { Countdown } from "./Countdown.js";
import { DayChange } from "./DayChange.js";
import { FundingRate } from "./FundingRate.js";
import { LeverageGauge } from "./LeverageGauge.js";
import { NavFigure } from "./NavFigure.js";
import { PriceAge } from "./PriceAge.js";
import { StateBadge } from "./StateBadge.js";
import { TriggerText } from "./TriggerText.js";
import { nearest, triggersOf } from "./triggers.js";

/** A token at a glance; the whole card leads to its page. */
export function TokenCard({ token }: { readonly token: Token }) {
  const { collateral } = useApp().chain.system;
  const { mintPpm, redeemPpm, managementPpmPerYear } = token.fees;
  return (
    <li class="card" data-token={token.symbol}>
      <div class="card-head">
        <div>
          <h2>
            <a class="card-link" href={tokenLink(token.symbol)}>
              {token.symbol}
            </a>
          </h2>
          <p class="soft small">{token.name}</p>
        </div>
        <div class="card-price">
          <NavFigure token={token} />
          <DayChange token={token} />
        </div>
      </div>
      <LeverageGauge token={token} />
      <dl class="rows">
        <Row name="State">
          <StateBadge token={token} />
        </Row>
        <Row name="Rebalances at">
          <TriggerText trigger={nearest(triggersOf(token))} />
        </Row>
        <Row name="Scheduled rebalance">
          <Countdown token={token} />
        </Row>
        <Row name={`${token.market} price`}>
          <PriceAge token={token} />
        </Row>
        <Row name="Units per token">
          {token.supply === 0n ? NONE : `${formatDecimal(token.unitsPerToken, 18, 8)} ${token.market}`}
        </Row>
        <Row name="Funding">
          <FundingRate token={token} />
        </Row>
        <Row name="Fees">
          {ppm(mintPpm)} in, {ppm(redeemPpm)} out, {ppm(managementPpmPerYear)} a year
        </Row>
        <Row name="Room to mint">{money(token.maxDeposit, collateral, 0)}</Row>
      </dl>
    </li>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
