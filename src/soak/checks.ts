import type { PhaseResult } from "./phase.js";
import { total } from "./Survival.js";

/** {blocks} In which whatever is due must be done while the chain can be reached. */
const PROMPT = 2;
/** {1e-2} Of a lone keeper's transactions. */
const MOST_WASTED = 1;
/** {1e-2} After memory has settled. */
const MOST_GROWTH = 10;
/** {ms} By when memory has settled, and how much of both ends is looked at. */
const SETTLED = 120_000;
const WINDOW = 20_000;

/** Something the soak promises, and whether it was so. */
export interface Check {
  /** Who was at work. */
  readonly who: string;
  readonly what: string;
  readonly found: string;
  readonly passed: boolean;
}

/** What must be so of any number of keepers. */
export function checkWork({ ledger, exits, wallets, injected, survived }: PhaseResult, who: string): Check[] {
  const late = ledger.entries.filter(({ reachableBlocks }) => reachableBlocks > PROMPT);
  const overdue = ledger.waiting.filter(({ reachableBlocks }) => reachableBlocks > PROMPT);
  const gaps = wallets.filter(({ hasGap }) => hasGap);
  return [
    {
      who,
      what: `every due rebalance done within ${String(PROMPT)} blocks of the chain being reachable`,
      found: `${String(ledger.entries.length)} done, ${String(late.length + overdue.length)} late`,
      passed: ledger.entries.length > 0 && late.length + overdue.length === 0,
    },
    {
      who,
      what: "none done twice, or without being due",
      found: ledger.undue.length === 0 ? "0" : ledger.undue.join(", "),
      passed: ledger.undue.length === 0,
    },
    {
      who,
      what: "no gap in a wallet's nonces",
      found: `${String(gaps.length)} of ${String(wallets.length)} wallets`,
      passed: gaps.length === 0,
    },
    {
      who,
      what: "every keeper ends by itself when asked to, with exit code 0",
      found: exits.join(", "),
      passed: exits.every((code) => code === 0),
    },
    {
      who,
      what: "every fault survived: all tokens looked at again after it",
      found: `${String(total(survived))} of ${String(total(injected))}`,
      passed: total(injected) > 0 && total(survived) === total(injected),
    },
  ];
}

/** What must be so besides of a keeper that works alone. */
export function checkAlone(phase: PhaseResult, who: string): Check[] {
  return [
    {
      who,
      what: `less than ${String(MOST_WASTED)} % of transactions wasted`,
      found: describeWaste(phase),
      passed: wasted(phase) * 100 < sent(phase) * MOST_WASTED,
    },
    { who, ...checkMemory(phase.memory) },
  ];
}

export function describeWaste(phase: PhaseResult): string {
  return `${String(wasted(phase))} of ${String(sent(phase))}`;
}

function checkMemory(samples: PhaseResult["memory"]): Omit<Check, "who"> {
  const what = `memory grown by less than ${String(MOST_GROWTH)} % after minute ${String(SETTLED / 60_000)}`;
  const last = samples.at(-1)?.at ?? 0;
  const early = median(samples.filter(({ at }) => at >= SETTLED && at < SETTLED + WINDOW).map(({ bytes }) => bytes));
  const late = median(samples.filter(({ at }) => at > last - WINDOW).map(({ bytes }) => bytes));
  if (early === undefined || late === undefined || last < SETTLED + 2 * WINDOW) {
    return { what, found: "too short a run to tell", passed: false };
  }
  const growth = ((late - early) / early) * 100;
  return {
    what,
    found: `${megabytes(early)} to ${megabytes(late)} (${growth.toFixed(1)} %)`,
    passed: growth < MOST_GROWTH,
  };
}

function sent({ wallets }: PhaseResult): number {
  return wallets.reduce((sum, { transactions }) => sum + transactions, 0);
}

function wasted({ wallets }: PhaseResult): number {
  return wallets.reduce((sum, wallet) => sum + wallet.wasted, 0);
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}
