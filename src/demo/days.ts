import type { Token } from "../sdk/read/Token.js";
import type { PricePoint } from "../prices/index.js";
import type { Acts, Incident, Trade } from "./keeper.js";

const DAY = 86_400;

/** One UTC day of one token. */
export interface TokenDay {
  readonly symbol: string;
  /** As the day closed, before the trade that the close called for. */
  readonly nav: bigint;
  readonly leverage: bigint;
  readonly trades: readonly Trade[];
  readonly incidents: readonly Incident[];
}

/** One UTC day. What the keeper trades on the price of midnight belongs to the day that ends. */
export interface Day {
  /** {s} Midnight. */
  readonly start: number;
  /** {usd/base} The last one, WAD. */
  readonly price: bigint;
  readonly tokens: readonly TokenDay[];
}

export type Days = readonly Day[];

interface Draft {
  price: bigint;
  readings: readonly Token[];
  trades: Trade[];
  incidents: Incident[];
}

/** {s} The day a time belongs to, by its start; midnight itself to the day that ends. */
export function dayOf(time: number): number {
  return Math.floor((time - 1) / DAY) * DAY;
}

/** Sorts what happens into days. */
export class DayLog {
  readonly #drafts = new Map<number, Draft>();

  /** The newest readings, before anyone acted on them. */
  close({ time, price }: PricePoint, readings: readonly Token[]): void {
    const draft = this.#draft(time);
    draft.price = price;
    draft.readings = readings;
  }

  /** What was done about them. */
  add({ time }: PricePoint, { trades, incidents }: Acts): void {
    const draft = this.#draft(time);
    draft.trades.push(...trades);
    draft.incidents.push(...incidents);
  }

  days(): Days {
    return [...this.#drafts].map(([start, { price, readings, trades, incidents }]) => ({
      start,
      price,
      tokens: readings.map(({ symbol, nav, leverage }) => ({
        symbol,
        nav,
        leverage,
        trades: trades.filter((trade) => trade.symbol === symbol),
        incidents: incidents.filter((incident) => incident.symbol === symbol),
      })),
    }));
  }

  #draft(time: number): Draft {
    const start = dayOf(time);
    let draft = this.#drafts.get(start);
    if (draft === undefined) {
      draft = { price: 0n, readings: [], trades: [], incidents: [] };
      this.#drafts.set(start, draft);
    }
    return draft;
  }
}
