import type { Day, Days, TokenDay } from "./days.js";
import type { Incident, Trade } from "./keeper.js";

/** One row of the report: a day, or on long runs a week or a month. */
export interface Period {
  readonly label: string;
  readonly price: bigint;
  readonly tokens: readonly (Pick<TokenDay, "symbol" | "nav" | "leverage"> & {
    readonly trades: readonly Trade[];
    readonly incidents: readonly Incident[];
  })[];
}

/** Rows a reader is willing to look at. */
const MOST_ROWS = 45;
const WEEK_DAYS = 7;
const DAY = 86_400;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Days one by one while they fit, otherwise by the week, otherwise by the month. */
export function groupDays(days: Days, startedAt: number): Period[] {
  if (days.length <= MOST_ROWS) {
    // A run that begins at midnight has its very first price in a day of its own.
    return days.map((day) => merge([day], day.start + DAY === startedAt ? "start" : dayAndMonth(day)));
  }
  if (days.length <= MOST_ROWS * WEEK_DAYS) {
    const weeks = groupBy(days, ({ start }) => String(Math.floor(start / DAY / WEEK_DAYS)));
    return weeks.map((week) => merge(week, `to ${dayAndMonth(week.at(-1))}`));
  }
  const months = groupBy(days, month);
  return months.map((ofMonth) => merge(ofMonth, month(ofMonth[0])));
}

function groupBy(days: Days, key: (day: Day) => string): Day[][] {
  const groups = new Map<string, Day[]>();
  for (const day of days) {
    const group = groups.get(key(day));
    if (group === undefined) groups.set(key(day), [day]);
    else group.push(day);
  }
  return [...groups.values()];
}

function month(day: Day | undefined): string {
  return new Date((day?.start ?? 0) * 1000).toISOString().slice(0, 7);
}

function merge(days: readonly Day[], label: string): Period {
  const last = days.at(-1);
  return {
    label,
    price: last?.price ?? 0n,
    tokens: (last?.tokens ?? []).map(({ symbol, nav, leverage }) => {
      const own = days.flatMap((day) => day.tokens.filter((token) => token.symbol === symbol));
      return {
        symbol,
        nav,
        leverage,
        trades: own.flatMap(({ trades }) => trades),
        incidents: own.flatMap(({ incidents }) => incidents),
      };
    }),
  };
}

function dayAndMonth(day: Day | undefined): string {
  const date = new Date((day?.start ?? 0) * 1000);
  return `${String(date.getUTCDate()).padStart(2)} ${MONTHS[date.getUTCMonth()] ?? ""}`;
}
