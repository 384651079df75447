import { useApp } from "../app/AppContext.js";
import { NONE, percent } from "../format/format.js";
import type { Token } from "../sdk.js";

const DAY = 86_400n;

/** What the position pays or earns a day by funding, relative to NAV. */
export function FundingRate({ token }: { readonly token: Token }) {
  const { funding } = useApp();
  const rate = funding.rates.value[token.market];
  if (rate === undefined || token.price === 0n) return <>{NONE}</>;
  const ofNav = (-rate * DAY * token.targetLeverage) / 10n ** 18n;
  const verb = ofNav < 0n ? "costs" : ofNav > 0n ? "earns" : "";
  return (
    <>
      {verb} {percent(ofNav < 0n ? -ofNav : ofNav, { digits: 3 })} a day
    </>
  );
}
