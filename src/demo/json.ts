import type { Reason } from "../sdk/read/enums.js";
import type { Token } from "../sdk/read/Token.js";
import { exactDecimal, formatTime, WAD } from "../prices/index.js";
import type { TokenDay } from "./days.js";
import { allChecks, type DemoResult } from "./demo.js";
import type { Incident, Trade } from "./keeper.js";
import type { Outcome } from "./play.js";

/** Reasons a trade can have. */
export type TradeReason = Exclude<Reason, "None">;

/** How often each reason came up. */
export function countReasons(trades: readonly Trade[]): Record<TradeReason, number> {
  const counts = { Scheduled: 0, Drift: 0, Emergency: 0, Continuation: 0, Marking: 0 };
  for (const { reason } of trades) if (reason !== "None") counts[reason] += 1;
  return counts;
}

/** The result as one JSON object. Amounts are decimal text, exact to the last digit; counts are numbers. */
export function toJson(result: DemoResult): object {
  const { source, step, main, stretches } = result;
  const checks = allChecks(result);
  return {
    source,
    step: exactDecimal(step),
    ...outcome(main),
    stretches: stretches.map(({ title, shows, outcome: played }) => ({ title, shows, ...outcome(played) })),
    checks,
    passed: checks.every(({ passed }) => passed),
  };
}

function outcome(played: Outcome): object {
  const { first, last, updates, tokens, trades, incidents, wallets, books, days, decimals } = played;
  const money = (amount: bigint): string => exactDecimal(amount, decimals);
  return {
    from: formatTime(first.time),
    to: formatTime(last.time),
    firstPrice: exactDecimal(first.price),
    lastPrice: exactDecimal(last.price),
    priceReturn: exactDecimal((last.price * WAD) / first.price - WAD),
    updates,
    tokens: tokens.map((token) => describeToken(token, trades, incidents, money)),
    wallets: wallets.map(({ name, address, symbol, paid, received, asCoins, asMultiple }) => ({
      name,
      address,
      token: symbol,
      paid: money(paid),
      received: money(received),
      heldBtc: money(asCoins),
      multipleOfPeriod: money(asMultiple),
    })),
    books: {
      in: Object.fromEntries(books.brought.map(({ what, amount }) => [what, money(amount)])),
      out: Object.fromEntries(books.held.map(({ what, amount }) => [what, money(amount)])),
      totalIn: money(books.totalBrought),
      totalOut: money(books.totalHeld),
      difference: money(books.totalBrought - books.totalHeld),
      balanced: books.totalBrought === books.totalHeld,
    },
    days: days.map(({ start, price, tokens: ofDay }) => ({
      date: formatTime(start).slice(0, 10),
      price: exactDecimal(price),
      tokens: ofDay.map((day) => describeDay(day)),
    })),
    trades: trades.map((trade) => describeTrade(trade, money)),
    incidents: incidents.map(({ time, symbol, kind, price }) => {
      return { time: formatTime(time), symbol, kind, price: exactDecimal(price) };
    }),
  };
}

function describeToken(
  { symbol, address, targetLeverage, nav, leverage, health }: Token,
  trades: readonly Trade[],
  incidents: readonly Incident[],
  money: (amount: bigint) => string,
): object {
  const own = trades.filter((trade) => trade.symbol === symbol);
  return {
    symbol,
    address,
    targetLeverage: exactDecimal(targetLeverage),
    nav: exactDecimal(nav),
    leverage: exactDecimal(leverage),
    settled: health === "Settled",
    rebalances: countReasons(own),
    liquidations: incidents.filter((incident) => incident.symbol === symbol && incident.kind === "Liquidated").length,
    rebalanceCost: money(own.reduce((sum, { cost }) => sum + cost, 0n)),
    tips: money(own.reduce((sum, { tip }) => sum + tip, 0n)),
  };
}

function describeDay({ symbol, nav, leverage, trades }: TokenDay): object {
  return {
    symbol,
    nav: exactDecimal(nav),
    leverage: exactDecimal(leverage),
    traded: exactDecimal(trades.reduce((sum, { notional }) => sum + notional, 0n)),
    rebalances: countReasons(trades),
  };
}

function describeTrade(trade: Trade, money: (amount: bigint) => string): object {
  const { time, symbol, reason, complete, price, sizeDelta, notional, leverageBefore, leverageAfter, cost, tip } =
    trade;
  return {
    time: formatTime(time),
    symbol,
    reason,
    complete,
    price: exactDecimal(price),
    sizeDelta: exactDecimal(sizeDelta),
    notional: exactDecimal(notional),
    leverageBefore: exactDecimal(leverageBefore),
    leverageAfter: exactDecimal(leverageAfter),
    cost: money(cost),
    tip: money(tip),
  };
}
