import { WAD } from "../../model/libraries/FixedPoint.js";
import type { Gains, HoldingStep, Mark } from "./Attribution.js";

/** What is added up is kept this much finer than a unit of collateral. */
const FINE = 10n ** 18n;

export interface AttributionTerms {
  /** {1} Signed WAD. */
  readonly targetLeverage: bigint;
  /** {usd} Value of one unit of collateral, WAD. */
  readonly unit: bigint;
}

/**
 * Attributes what a holding has gained to its causes. Between two states of the fund its equity moves by the position's
 * profit and by funding, its supply by the management fee; at an event by what trading cost and by fees. Each share takes
 * its part. Entries are averaged: whoever gives up a part of the shares gives up that part of their cost.
 */
export function attribute(steps: readonly HoldingStep[], { targetLeverage, unit }: AttributionTerms): Gains {
  let shares = 0n;
  let last: Mark | undefined;
  // Fine: gains by cause, and of what is held now its cost, its value when it entered, and that in units of the underlying.
  let underlying = 0n;
  let funding = 0n;
  let trading = 0n;
  let fees = 0n;
  let cost = 0n;
  let entered = 0n;
  let bought = 0n;
  let realised = 0n;
  const flows = { paidIn: 0n, paidOut: 0n, received: 0n, sent: 0n };

  /** From the last state to the next one, between which nobody acted. */
  const advance = (next: Mark) => {
    if (last !== undefined && shares > 0n) {
      const gained = (next.equity - last.equity) * FINE;
      const priced = (last.size * (next.price - last.price) * FINE) / (WAD * unit);
      const rest = ((gained - priced) * shares) / last.supply;
      // A position that has changed although nobody traded was liquidated.
      if (next.size === last.size) funding += rest;
      else trading += rest;
      fees += valueOf(shares, next) - (shares * next.equity * FINE) / last.supply;
      underlying += (targetLeverage * bought * (next.price - last.price)) / (WAD * WAD);
    }
    last = next;
  };
  /** The holding's own part of a jump, apart from what trading cost, is roundings and fees. */
  const jump = (before: Mark, after: Mark, charged: bigint) => {
    const part = (charged * FINE * shares) / before.supply;
    trading -= part;
    fees += valueOf(shares, after) - valueOf(shares, before) + part;
    last = after;
  };
  const enter = (count: bigint, paid: bigint, mark: Mark) => {
    const value = valueOf(count, mark);
    shares += count;
    cost += paid;
    entered += value;
    bought += mark.price === 0n ? 0n : (value * WAD) / mark.price;
    return value;
  };
  const leave = (count: bigint, paid: bigint) => {
    const part = (amount: bigint) => (shares === 0n ? 0n : (amount * count) / shares);
    realised += paid - part(cost);
    cost -= part(cost);
    entered -= part(entered);
    bought -= part(bought);
    shares -= count;
  };

  for (const step of steps) {
    advance(step.kind === "mark" || step.kind === "transfer" ? step.mark : step.before);
    switch (step.kind) {
      case "mark":
        break;
      case "jump":
        jump(step.before, step.after, step.trading);
        break;
      case "mint": {
        jump(step.before, step.after, 0n);
        const paid = step.assets * FINE;
        const value = enter(step.shares, paid, step.after);
        flows.paidIn += paid;
        trading -= step.cost * FINE;
        fees -= paid - value - step.cost * FINE;
        break;
      }
      case "redeem": {
        const paid = step.assets * FINE;
        const value = valueOf(step.shares, step.before);
        leave(step.shares, paid);
        flows.paidOut += paid;
        trading -= step.cost * FINE;
        fees -= value - paid - step.cost * FINE;
        jump(step.before, step.after, 0n);
        break;
      }
      case "transfer": {
        const value = valueOf(step.shares, step.mark);
        if (step.shares > 0n) {
          enter(step.shares, value, step.mark);
          flows.received += value;
        } else {
          leave(-step.shares, -value);
          flows.sent -= value;
        }
        break;
      }
    }
  }

  const value = last === undefined ? 0n : valueOf(shares, last) / FINE;
  const moved = inUnits(flows);
  const total = value + moved.paidOut + moved.sent - moved.paidIn - moved.received;
  const parts = inUnits({ underlying, funding, trading, fees });
  const done = realised / FINE;
  return {
    shares,
    value,
    ...moved,
    entryNav: shares === 0n ? 0n : (cost * unit * WAD) / (shares * FINE),
    entryPrice: bought === 0n ? 0n : (entered * WAD) / bought,
    realised: done,
    unrealised: total - done,
    total,
    ...parts,
    // What is left is the position's profit beyond the underlying's, and all rounding: so the five add up.
    compounding: total - parts.underlying - parts.funding - parts.trading - parts.fees,
  };
}

/** {collateral} Fine. */
function valueOf(shares: bigint, { equity, supply }: Mark): bigint {
  return supply === 0n ? 0n : (shares * equity * FINE) / supply;
}

function inUnits<K extends string>(amounts: Readonly<Record<K, bigint>>): Record<K, bigint> {
  const units = Object.entries<bigint>(amounts).map(([name, fine]) => [name, fine / FINE]);
  return Object.fromEntries(units) as Record<K, bigint>;
}
