import { useApp } from "../app/AppContext.js";
import { dollars, gain, money, nav } from "../format/format.js";
import { change } from "../format/ratio.js";
import type { Attribution, Token } from "../sdk.js";
import { Change } from "../ui/Change.js";
import { Fact } from "../ui/Fact.js";
import { AttributionBars } from "./AttributionBars.js";

/** What a holding has gained, and what each cause has done for it. */
export function AttributionView({ token, attribution }: { readonly token: Token; readonly attribution: Attribution }) {
  const { collateral } = useApp().chain.system;
  const write = (amount: bigint) => gain(amount, collateral);
  const entered = attribution.paidIn + attribution.received;
  return (
    <div class="stack">
      <dl class="facts">
        <Fact name="Worth now">{money(attribution.value, collateral)}</Fact>
        <Fact name="Paid in">{money(entered, collateral)}</Fact>
        {attribution.paidOut + attribution.sent > 0n && (
          <Fact name="Taken out">{money(attribution.paidOut + attribution.sent, collateral)}</Fact>
        )}
        <Fact name="Gain">
          {write(attribution.total)}{" "}
          <Change value={entered === 0n ? undefined : change(entered, entered + attribution.total)} />
        </Fact>
        {attribution.shares > 0n && (
          <>
            <Fact name="Average entry">{nav(attribution.entryNav)} a token</Fact>
            <Fact name={`${token.market} at entry`}>{dollars(attribution.entryPrice)}</Fact>
          </>
        )}
      </dl>
      <AttributionBars
        parts={[
          { name: `${token.market} itself`, value: attribution.underlying },
          { name: "Compounding", value: attribution.compounding },
          { name: "Funding", value: attribution.funding },
          { name: "Trading", value: attribution.trading },
          { name: "Fees", value: attribution.fees },
        ]}
        total={attribution.total}
        write={write}
      />
      {attribution.isEstimated && (
        <p class="small soft">Partly estimated: the node could not tell the fund's state at every moment.</p>
      )}
    </div>
  );
}
