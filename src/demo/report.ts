import pc from "picocolors";
import { WAD } from "../prices/index.js";
import type { Books, Entry } from "./books.js";
import type { Check } from "./checks.js";
import { DOLLARS, type DemoResult, type Stretch } from "./demo.js";
import { countReasons } from "./json.js";
import type { Incident, Trade } from "./keeper.js";
import { formatFixed, formatPercent, formatPrice, formatWad } from "./money.js";
import { groupDays, type Period } from "./periods.js";
import type { Outcome, WalletResult } from "./play.js";
import { type Cell, type Colors, formatTable } from "./tables.js";

/** At most this many trades are listed one by one; all of them are in the JSON. */
const MOST_TRADES = 30;

/** The demo's result for a person at a terminal of 120 columns. */
export function formatReport(result: DemoResult, withColor: boolean): string {
  const c = pc.createColors(withColor);
  const { main, stretches } = result;
  return [
    ...intro(c, result),
    ...daySection(c, main),
    ...tradeSection(c, main),
    ...walletSection(c, main),
    ...bookSection(c, main),
    ...stretches.flatMap((stretch) => stretchSection(c, stretch)),
    ...checkSection(c, result),
    "",
  ].join("\n");
}

function intro(c: Colors, { source, step, stretches, main: { first, last, updates } }: DemoResult): string[] {
  const isFile = stretches.length === 0;
  const walk = step === 0n ? "one jump per price" : `steps of at most ${formatWad(step * 100n, 2)} %`;
  return [
    "",
    c.bold(`Leveraged tokens through ${source}`) + c.dim(`, ${minute(first.time)} to ${minute(last.time)} UTC`),
    `BTC goes from ${formatPrice(first.price)} to ${formatPrice(last.price)} (${colored(c, moveOf(first.price, last.price))}), ` +
      `in ${String(updates)} updates of the feed: ${walk}.`,
    isFile
      ? "Within a bar it goes straight from open to close, which it reaches as the bar ends; highs and lows are not visited."
      : "Each close is reached at the end of its day, on the 12th at the end of its hour.",
    `Three wallets mint a token each with ${formatFixed(DOLLARS, 0, 0)} USDC; a keeper calls rebalance() whenever it is ` +
      "due; at the end all redeem.",
  ];
}

function section(c: Colors, title: string, ...explanation: string[]): string[] {
  return ["", c.bold(c.cyan(title)), ...explanation.map((line) => c.dim(line)), ""];
}

// ------------------------------------------------------------------------------------------------------ days

function daySection(c: Colors, { days, tokens, first }: Outcome): string[] {
  const rule = c.dim("│");
  const names = tokens.flatMap(({ symbol, targetLeverage: target }): Cell[] => [
    rule,
    { content: c.bold(symbol) + c.dim(`, target ${multiple(target, 1)}`), colSpan: 4, hAlign: "center" },
  ]);
  const head = [
    ["", "", ...names],
    ["UTC", "BTC", ...tokens.flatMap(() => [rule, "NAV", "leverage", "traded", "why"])],
  ];
  const rows = groupDays(days, first.time).map(({ label, price, tokens: ofPeriod }) => [
    label,
    formatPrice(price),
    ...ofPeriod.flatMap((token) => [rule, ...tokenCells(c, token)]),
  ]);
  const aligns = tokens.flatMap(() => ["left", "right", "right", "right", "left"] as const);
  return [
    ...section(
      c,
      "What happened",
      "Each row ends with its last price. Leverage is what the fund has there, before it trades back to its target;",
      "the trades are those of the whole row, in dollars: + buys, - sells. NAV is the worth of one token, 1 at first.",
    ),
    formatTable(c, ["left", "right", ...aligns], head, rows, { isTight: true }),
    c.dim(" S scheduled for midnight, D drift out of the band, E emergency, C continuation, M profit marked,"),
    c.dim(" B blocked, L liquidated, X settled"),
  ];
}

function tokenCells(c: Colors, { nav, leverage, trades, incidents }: Period["tokens"][number]): string[] {
  const traded = trades.reduce((sum, { notional }) => sum + notional, 0n);
  const isUrgent = incidents.length > 0 || trades.some(({ reason }) => reason !== "Scheduled");
  const why = reasonLetters(trades, incidents);
  return [
    formatNav(nav),
    multiple(leverage),
    trades.length === 0 ? c.dim("·") : signed(formatWad(traded, 0)),
    isUrgent ? c.yellow(why) : c.dim(why),
  ];
}

/** "S 4D": a letter per reason, with how often if more than once. */
function reasonLetters(trades: readonly Trade[], incidents: readonly Incident[]): string {
  const counts = new Map<string, number>(Object.entries(countReasons(trades)));
  for (const { kind } of incidents) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count > 1 ? String(count) : ""}${reason === "Settled" ? "X" : reason.slice(0, 1)}`)
    .join(" ");
}

// ---------------------------------------------------------------------------------------------------- trades

function tradeSection(c: Colors, { trades, incidents, decimals }: Outcome): string[] {
  const rows = [
    ...trades
      .filter(({ reason }) => reason !== "Scheduled")
      .map((trade) => ({ time: trade.time, cells: tradeCells(c, trade, decimals) })),
    ...incidents.map(({ time, symbol, price, kind }) => ({
      time,
      cells: [minute(time), symbol, formatPrice(price), "", "", "", "", c.red(kind)],
    })),
  ].sort((a, b) => a.time - b.time);
  const head = section(
    c,
    "Trades that could not wait for midnight",
    "Real leverage had left its band, two thirds to four thirds of target (3x: 2 to 4), so the keeper traded at once.",
  );
  if (rows.length === 0) return [...head, " None: the daily rebalance was enough."];
  const more = rows.length - MOST_TRADES;
  return [
    ...head,
    formatTable(
      c,
      ["left", "left", "right", "right", "right", "right", "right", "left"],
      [["UTC", "token", "BTC", "leverage", "after", "traded", "cost", "why"]],
      rows.slice(0, MOST_TRADES).map(({ cells }) => cells),
    ),
    ...(more > 0 ? [c.dim(` ... and ${String(more)} more, all of them in --json`)] : []),
  ];
}

function tradeCells(c: Colors, trade: Trade, decimals: number): string[] {
  const { time, symbol, price, leverageBefore, leverageAfter, notional, cost, tip, reason } = trade;
  const tipped = tip === 0n ? "" : `, ${formatFixed(tip, decimals, 2)} USDC to the keeper`;
  return [
    minute(time),
    symbol,
    formatPrice(price),
    c.yellow(multiple(leverageBefore)),
    multiple(leverageAfter),
    signed(formatWad(notional, 0)),
    formatFixed(cost, decimals, 2),
    reason + tipped,
  ];
}

// --------------------------------------------------------------------------------------------------- wallets

function walletSection(c: Colors, { wallets, tokens, decimals }: Outcome): string[] {
  const rows = wallets.map((wallet) => {
    const target = tokens.find(({ symbol }) => symbol === wallet.symbol)?.targetLeverage ?? 0n;
    return walletCells(c, wallet, target, decimals);
  });
  return [
    ...section(
      c,
      "What each wallet got",
      "Beside it: the same money in plain BTC, and the multiple of the period's return that people expect of such a token.",
      "The token multiplies each day's return instead; that, with fees, trading costs and funding, is the difference.",
    ),
    formatTable(
      c,
      ["left", "left", "right", "right", "right", "right", "right"],
      [["wallet", "token", "paid in", "got back", "result", "plain BTC", "multiple of the period"]],
      rows,
    ),
  ];
}

function walletCells(c: Colors, wallet: WalletResult, target: bigint, decimals: number): string[] {
  const { name, symbol, paid, received, asCoins, asMultiple } = wallet;
  return [
    name,
    symbol,
    formatFixed(paid, decimals, 2),
    formatFixed(received, decimals, 2),
    colored(c, moveOf(paid, received)),
    colored(c, moveOf(paid, asCoins)),
    `${multiple(target, 1)}: ${colored(c, moveOf(paid, asMultiple))}`,
  ];
}

// ----------------------------------------------------------------------------------------------------- books

function bookSection(c: Colors, { books, decimals }: Outcome): string[] {
  const { brought, held, totalBrought, totalHeld, poolGain }: Books = books;
  const amount = (value: bigint): string => formatFixed(value, decimals, decimals);
  const cells = (entry: Entry | undefined): string[] => {
    return entry === undefined ? ["", ""] : [entry.what, amount(entry.amount)];
  };
  const rows = Array.from({ length: Math.max(brought.length, held.length) }, (_, row) => [
    ...cells(brought[row]),
    c.dim("│"),
    ...cells(held[row]),
  ]);
  const gain = formatFixed(poolGain < 0n ? -poolGain : poolGain, decimals, 2);
  return [
    ...section(
      c,
      "The books",
      "Every USDC there is: who brought it, and where it is now, read from the chain to the last unit.",
    ),
    formatTable(
      c,
      ["left", "right", "left", "left", "right"],
      [["brought by", "USDC", "│", "now with", "USDC"]],
      [
        ...rows,
        [c.bold("total"), c.bold(amount(totalBrought)), c.dim("│"), c.bold("total"), c.bold(amount(totalHeld))],
      ],
    ),
    c.dim(
      ` The pool is the other side of every trade: it ${poolGain < 0n ? "lost" : "gained"} ${gain} USDC, fees included.`,
    ),
  ];
}

// ------------------------------------------------------------------------------------------ stretches, checks

function stretchSection(c: Colors, { title, shows, outcome }: Stretch): string[] {
  const { wallets, tokens, first, last, trades } = outcome;
  const rows = wallets.map(({ symbol, received, paid, asMultiple }) => {
    const token = tokens.find((candidate) => candidate.symbol === symbol);
    return [
      symbol,
      formatNav(token?.nav ?? 0n),
      colored(c, moveOf(paid, received)),
      `${multiple(token?.targetLeverage ?? 0n, 1)}: ${colored(c, moveOf(paid, asMultiple))}`,
      String(trades.filter((trade) => trade.symbol === symbol).length),
    ];
  });
  return [
    ...section(c, `${title} (BTC ${formatPercent(moveOf(first.price, last.price))})`, shows),
    formatTable(
      c,
      ["left", "right", "right", "right", "right"],
      [["token", "NAV at the end", "wallet's result", "multiple of the period", "rebalances"]],
      rows,
    ),
  ];
}

function checkSection(c: Colors, { main, stretches, claims }: DemoResult): string[] {
  const ofStretches = stretches.flatMap(({ title, outcome }) => {
    return outcome.checks.map((check) => ({ ...check, what: `${title}: ${check.what}` }));
  });
  const failed = ofStretches.filter(({ passed }) => !passed);
  const inStretches: Check = {
    what: "the same holds in both stretches",
    passed: true,
    detail: `${String(ofStretches.length)} of ${String(ofStretches.length)}`,
  };
  const shown = [
    ...main.checks,
    ...(stretches.length === 0 ? [] : failed.length > 0 ? failed : [inStretches]),
    ...claims,
  ];
  const lines = shown.map(({ what, passed, detail }) => {
    return ` ${passed ? c.green("✔") : c.red("✘")} ${passed ? what : c.red(what)}${c.dim(`: ${detail}`)}`;
  });
  const wrong = shown.filter(({ passed }) => !passed).length;
  const verdict = wrong === 0 ? c.green("All checks passed.") : c.red(`${String(wrong)} checks failed.`);
  return [
    ...section(c, "Checks", "What must be true of every run. One that is not makes this command fail."),
    ...lines,
    "",
    verdict,
  ];
}

// ------------------------------------------------------------------------------------------------------ parts

/** {1} What became of an amount, relative to it. */
function moveOf(before: bigint, after: bigint): bigint {
  return before === 0n ? 0n : (after * WAD) / before - WAD;
}

function colored(c: Colors, ratio: bigint): string {
  const text = formatPercent(ratio);
  return ratio < 0n ? c.red(text) : ratio > 0n ? c.green(text) : text;
}

function multiple(leverage: bigint, shown = 2): string {
  return `${formatWad(leverage, shown)}x`;
}

/** With the digits that matter: 0.0123, 12.35, 1,234. */
function formatNav(nav: bigint): string {
  return formatWad(nav, nav >= 1000n * WAD ? 0 : nav >= 10n * WAD ? 2 : 4);
}

function signed(text: string): string {
  return text.startsWith("-") ? text : `+${text}`;
}

function minute(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 16).replace("T", " ");
}
