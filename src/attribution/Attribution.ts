/**
 * Where a return came from, per share and as a part of the NAV one began with. Pure: the backtest feeds it from the twin, a
 * holder's page may feed it from events.
 *
 * - `underlying`: target leverage times the underlying's return, what one expects of a multiple.
 * - `compounding`: what else the price made of the position: that it is reset to its target, early or late, so that gains
 *   are reinvested in a trend and swings are paid for twice. Where equity ran out, that no more than everything was lost.
 * - `funding`: paid to or received from the other side of the market, and the venue's fee on what it reserves.
 * - `trading`: taker fee, impact, tips and liquidation penalties.
 * - `fees`: the management fee, which is new shares for the collector.
 */
export const ATTRIBUTION_PARTS = ["underlying", "compounding", "funding", "trading", "fees"] as const;
export type AttributionPart = (typeof ATTRIBUTION_PARTS)[number];

/** {1} What each part made of the NAV at the start. The parts add up to `total`. */
export type Attribution = Readonly<Record<AttributionPart | "total", number>>;

/** What was measured, {1} of the NAV at the start. */
export interface Measured {
  /** NAV now over NAV at the start. */
  readonly nav: number;
  /** Price now over price at the start. */
  readonly price: number;
  /** Target leverage, signed. */
  readonly leverage: number;
  readonly funding: number;
  readonly trading: number;
  readonly fees: number;
}

/** The parts: the price's share is what funding, trading and fees leave of the return. */
export function attribute({ nav, price, leverage, funding, trading, fees }: Measured): Attribution {
  const total = nav - 1;
  const underlying = leverage * (price - 1);
  return { underlying, compounding: total - funding - trading - fees - underlying, funding, trading, fees, total };
}

/** The same in decimals that add up to the last digit: `compounding`, the remainder by definition, takes up the rounding. */
export function roundAttribution(attribution: Attribution, decimals = 12): Attribution {
  const scale = 10 ** decimals;
  const whole = (part: Exclude<keyof Attribution, "compounding">): number => Math.round(attribution[part] * scale);
  const [underlying, funding, trading, fees, total] = [
    whole("underlying"),
    whole("funding"),
    whole("trading"),
    whole("fees"),
    whole("total"),
  ];
  const compounding = total - underlying - funding - trading - fees;
  return {
    underlying: underlying / scale,
    compounding: compounding / scale,
    funding: funding / scale,
    trading: trading / scale,
    fees: fees / scale,
    total: total / scale,
  };
}
