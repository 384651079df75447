const DAY = 86_400;

/** {s} The UTC day a time belongs to, by its start; midnight itself belongs to the day that ends. */
export function dayOf(time: number): number {
  return Math.floor((time - 1) / DAY) * DAY;
}

/**
 * {1} NAV of a token that holds exactly `leverage` at every 00:00 UTC and costs nothing, 1 at first: what a daily leveraged
 * token promises. It stays at 0 once it is there.
 */
export function idealDaily(time: Float64Array, price: Float64Array, leverage: number): Float64Array {
  const nav = new Float64Array(time.length);
  let base = { nav: 1, price: price[0] ?? 0 };
  let last = { nav: 1, price: base.price, day: dayOf((time[0] ?? 0) + 1) };
  for (let i = 0; i < time.length; ++i) {
    const now = price[i] ?? 0;
    const day = i === 0 ? last.day : dayOf(time[i] ?? 0);
    if (day !== last.day) base = last;
    const value = Math.max(0, base.nav * (1 + leverage * (now / base.price - 1)));
    nav[i] = value;
    last = { nav: value, price: now, day };
  }
  return nav;
}
