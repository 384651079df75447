import { WAD } from "../../model/libraries/FixedPoint.js";
import { leverageOf, navOf, settledNavOf, unitOf } from "./navOf.js";
import type { HistoryEntry } from "./readHistory.js";
import type { PricePoint } from "./readPriceHistory.js";
import type { FundMark, NavTerms, TokenEvent } from "./TokenEvent.js";

/** A token at one time. */
export interface NavPoint {
  /** {s} */
  readonly timestamp: bigint;
  /** {usd/share} Of one whole token, WAD. */
  readonly nav: bigint;
  /** {usd/base} WAD; 0 once settled. */
  readonly price: bigint;
  /** {1} Signed WAD. */
  readonly leverage: bigint;
  /** What it was read from: an event of the token, or an answer of the feed between two of them. */
  readonly cause: Exclude<TokenEvent["kind"], "blocked"> | "price";
}

/**
 * The path of a token's NAV: exact at its events, and marked at the feed's answers between them. Funding and management
 * fee of the time since the last event show at the next one. While nobody holds the token there is no NAV to speak of.
 */
export function navPath(
  events: readonly HistoryEntry[],
  prices: readonly PricePoint[],
  terms: NavTerms,
): readonly NavPoint[] {
  const moments = [...events, ...prices].sort((a, b) => Number(a.timestamp - b.timestamp));
  const points: NavPoint[] = [];
  let last: FundMark | undefined;
  for (const moment of moments) {
    const { timestamp } = moment;
    if ("kind" in moment) {
      if (moment.kind === "blocked") continue; // nothing has happened to the fund
      if (moment.kind === "settle") {
        const nav = settledNavOf(moment.assets, moment.supply, terms);
        points.push({ timestamp, nav, price: 0n, leverage: 0n, cause: "settle" });
        last = undefined;
      } else if (moment.after !== undefined) {
        last = moment.after.supply === 0n ? undefined : moment.after;
        if (last !== undefined) points.push(pointOf(timestamp, last, terms, moment.kind));
      }
    } else if (last !== undefined) {
      points.push(pointOf(timestamp, markedAt(last, moment.price, terms), terms, "price"));
    }
  }
  return points;
}

function pointOf(timestamp: bigint, mark: FundMark, terms: NavTerms, cause: NavPoint["cause"]): NavPoint {
  return { timestamp, nav: navOf(mark, terms), price: mark.price, leverage: leverageOf(mark, terms), cause };
}

/** A fund whose price has moved and nothing else; equity never falls below zero. */
export function markedAt(mark: FundMark, price: bigint, { collateralDecimals }: NavTerms): FundMark {
  const equity = mark.equity + (mark.size * (price - mark.price)) / (WAD * unitOf(collateralDecimals));
  return { ...mark, price, equity: equity < 0n ? 0n : equity };
}
