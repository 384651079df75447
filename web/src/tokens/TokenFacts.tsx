import { formatDecimal, type Token } from "../sdk.js";
import { useApp } from "../app/AppContext.js";
import { dollars, money, NONE, ppm, shares } from "../format/format.js";
import { Fact } from "../ui/Fact.js";
import { Countdown } from "./Countdown.js";
import { FundingRate } from "./FundingRate.js";
import { PriceAge } from "./PriceAge.js";
import { TriggerText } from "./TriggerText.js";
import { triggersOf } from "./triggers.js";

/** All figures of a token. */
export function TokenFacts({ token }: { readonly token: Token }) {
  const { collateral } = useApp().chain.system;
  const { down, up } = triggersOf(token);
  const { managementPpmPerYear, mintPpm, redeemPpm } = token.fees;
  const capacity = token.limits.capacity * 10n ** BigInt(collateral.decimals);
  return (
    <dl class="facts">
      <Fact name="Rebalances if the price falls">
        <TriggerText trigger={down} />
      </Fact>
      <Fact name="Rebalances if the price rises">
        <TriggerText trigger={up} />
      </Fact>
      <Fact name="Next scheduled rebalance">
        <Countdown token={token} />
      </Fact>
      <Fact name={`${token.market} price`}>
        <PriceAge token={token} />
      </Fact>
      <Fact name="Position per token">
        {token.supply === 0n ? NONE : `${formatDecimal(token.unitsPerToken, 18, 8)} ${token.market}`}
      </Fact>
      <Fact name="Position of the fund">
        {token.supply === 0n ? NONE : `${formatDecimal(token.size, 18, 4)} ${token.market}`}
      </Fact>
      <Fact name="Funding now">
        <FundingRate token={token} />
      </Fact>
      <Fact name="Fees to mint and to redeem">
        {ppm(mintPpm)} and {ppm(redeemPpm)}
      </Fact>
      <Fact name="Management fee">{ppm(managementPpmPerYear)} a year, in NAV</Fact>
      <Fact name="Fund size">{money(token.equity, collateral, 0)}</Fact>
      <Fact name="Room to mint">{`${money(token.maxDeposit, collateral, 0)} of ${money(capacity, collateral, 0)}`}</Fact>
      <Fact name="Tokens in issue">{shares(token.totalSupply, 2)}</Fact>
      <Fact name="Liquidation of the fund's position">
        {token.liquidationPrice === 0n ? "at no price" : `at ${dollars(token.liquidationPrice)}`}
      </Fact>
    </dl>
  );
}
