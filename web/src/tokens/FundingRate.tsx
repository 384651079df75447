import { useApp } from "../app/AppContext.js";
import { NONE, percent } from "../format/format.js";
import type { Token } from "../sdk.js";

const DAY = 86_400n;
/** {1} Of NAV, WAD: the least that is written as a number, 0.001 %. */
const LEAST = 10n ** 13n;

/** What the position pays or earns a day by funding, relative to NAV. */
export function FundingRate({ token }: { readonly token: Token }) {
  const { funding } = useApp();
  const rate = funding.rates.value[token.market];
  if (rate === undefined || token.price === 0n) return <>{NONE}</>;
  const ofNav = (-rate * DAY * token.targetLeverage) / 10n ** 18n;
  if (ofNav === 0n) return <>none</>;
  const size = ofNav < 0n ? -ofNav : ofNav;
  const verb = ofNav < 0n ? "costs" : "earns";
  return (
    <>
      {verb} {size < LEAST ? `less than ${percent(LEAST, { digits: 3 })}` : percent(size, { digits: 3 })} a day
    </>
  );
}
