import type { Token } from "../sdk/read/Token.js";
import { exactDecimal, WAD } from "../prices/index.js";
import type { Books, VenueSolvency } from "./books.js";
import { formatFixed } from "./money.js";
import type { Incident, Trade } from "./keeper.js";

/** Something that must be so, and whether it was. */
export interface Check {
  readonly what: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** {1} How near a complete rebalance must land, WAD: 0.1 % of target. */
const TOLERANCE = WAD / 1000n;

/** {collateral} What roundings may add to that: it shows only in a fund worth less than a cent. */
const ROUNDING_UNITS = 3n;

/** {1} How far from target a complete rebalance may end. */
function allowance({ target, equityAfter }: Trade): bigint {
  const rounding = equityAfter === 0n ? WAD : (ROUNDING_UNITS * WAD) / equityAfter;
  return (abs(target) * (TOLERANCE + rounding)) / WAD;
}

/** What is looked at along the way; only failures are kept. */
export class Watch {
  #looks = 0;
  readonly #failures: string[] = [];

  /** What the tokens and the venue show after an update. */
  see(time: number, price: bigint, readings: readonly Token[], { balance, owed }: VenueSolvency): void {
    this.#looks += 1;
    const at = new Date(time * 1000).toISOString();
    if (balance < owed) this.#failures.push(`${at}: the venue holds ${String(balance)} and owes ${String(owed)}`);
    const equity = readings.reduce((sum, reading) => sum + reading.equity, 0n);
    if (equity > balance) this.#failures.push(`${at}: tokens are worth ${String(equity)}, held is ${String(balance)}`);
    for (const reading of readings) {
      // A settled token no longer reads the price.
      if (reading.health !== "Settled" && reading.price !== price) {
        this.#failures.push(`${at}: ${reading.symbol} sees a price of ${exactDecimal(reading.price)}`);
      }
      if (reading.equity < 0n || reading.nav < 0n)
        this.#failures.push(`${at}: ${reading.symbol} is worth less than nothing`);
    }
  }

  check(): Check {
    return {
      what: "the venue always held what it owed, tokens were never worth more than that nor less than nothing",
      passed: this.#failures.length === 0 && this.#looks > 0,
      detail: this.#failures[0] ?? `${String(this.#looks)} looks`,
    };
  }
}

/** Every coin that came in is somewhere. */
export function booksBalance({ totalBrought, totalHeld }: Books, decimals: number): Check {
  const difference = totalBrought - totalHeld;
  return {
    what: "the books balance to the unit",
    passed: difference === 0n,
    detail: `${formatFixed(totalBrought, decimals, decimals)} brought, difference ${exactDecimal(difference, decimals)} USDC`,
  };
}

export function landedOnTarget(trades: readonly Trade[]): Check {
  // Marking the account trades nothing.
  const complete = trades.filter(({ complete, reason }) => complete && reason !== "Marking");
  const missed = complete.filter((trade) => distance(trade.leverageAfter, trade.target) > allowance(trade));
  return {
    what: "every complete rebalance landed within 0.1 % of target",
    passed: missed.length === 0,
    detail: `${String(complete.length - missed.length)} of ${String(complete.length)}`,
  };
}

export function movedTowardTarget(trades: readonly Trade[]): Check {
  const strayed = trades.filter((trade) => {
    const { target, leverageBefore, leverageAfter } = trade;
    const isPast = leverageBefore < target ? leverageAfter > target : leverageAfter < target;
    const [before, after] = [distance(leverageBefore, target), distance(leverageAfter, target)];
    return isPast ? after > allowance(trade) : after > before + allowance(trade);
  });
  return {
    what: "every rebalance moved leverage toward target, never past it",
    passed: strayed.length === 0,
    detail: `${String(trades.length - strayed.length)} of ${String(trades.length)}`,
  };
}

export function nothingFailed(incidents: readonly Incident[]): Check {
  const failed = incidents.filter(({ kind }) => kind === "Failed");
  const [first] = failed;
  return {
    what: "everything the contracts called due went through",
    passed: first === undefined,
    detail:
      first === undefined ? "no transaction reverted" : `${String(failed.length)} reverted, first of ${first.symbol}`,
  };
}

/** After everybody has left nothing remains: no share, no position, no money. */
export function nobodyLeft(readings: readonly Token[]): Check {
  const left = readings.filter(({ totalSupply, size, equity }) => totalSupply !== 0n || size !== 0n || equity !== 0n);
  return {
    what: "after everybody redeemed no share, no position and no equity is left",
    passed: left.length === 0,
    detail: left.length === 0 ? `${String(readings.length)} tokens` : left.map(({ symbol }) => symbol).join(", "),
  };
}

function distance(a: bigint, b: bigint): bigint {
  return abs(a - b);
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
