/** How values are printed for people (grouped, rounded) and for machines (exact decimal text). */
import Table from "cli-table3";
import { formatUnits } from "ethers";
import pc from "picocolors";
import {
  BLOCKER_WORDS,
  formatDecimal,
  formatDuration,
  formatTime,
  type Collateral,
  type Token,
} from "../../src/sdk/index.js";

const WAD = 18;

export const money = (amount: bigint, { decimals, symbol }: Collateral) =>
  `${formatDecimal(amount, decimals)} ${symbol}`;
export const dollars = (amount: bigint) => `$${formatDecimal(amount, WAD)}`;
export const shares = (amount: bigint, symbol: string) => `${formatDecimal(amount, WAD, 4)} ${symbol}`;
export const times = (leverage: bigint) => `${formatDecimal(leverage, WAD)}x`;
export const base = (size: bigint, market: string) => `${formatDecimal(size, WAD, 4)} ${market}`;
export const exact = (value: bigint, decimals = WAD) => formatUnits(value, decimals).replace(/\.0$/, "");

/** A table without any frame but a line under its head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const plain = new Table({
    head: head.map((title) => pc.bold(title)),
    chars: {
      top: "",
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      bottom: "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      left: "",
      "left-mid": "",
      mid: "",
      "mid-mid": "",
      right: "",
      "right-mid": "",
      middle: "  ",
    },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colAligns: head.map((_, column) => (column === 0 ? "left" : "right")),
  });
  plain.push(...rows.map((row) => [...row]));
  return plain.toString();
}

/** What `rebalance()` would do, or when it will be due. */
export function due({ decision, blockedSince }: Token, now: bigint): string {
  const { action, reason, blocker, dueAt } = decision;
  if (action === "Settle") return pc.red("to be settled");
  if (action === "Blocked") return pc.red(`blocked: ${BLOCKER_WORDS[blocker]} since ${blockedTime(blockedSince, now)}`);
  if (action === "Trade") return pc.yellow(`due now (${reason})`);
  return dueAt === 0n ? "-" : `in ${formatDuration(dueAt > now ? dueAt - now : 0n)}`;
}

/** Before anybody has called, nothing but this very moment is known. */
function blockedTime(since: bigint, now: bigint): string {
  return formatTime(since === 0n ? now : since);
}

const HEALTH = {
  Live: "live",
  VenueHalted: "market halted",
  PriceInvalid: "no valid price",
  WipedOut: "wiped out",
  Settled: "settled",
} as const;

export function health({ health: state, mintPaused }: Token): string {
  return mintPaused ? `${HEALTH[state]}, minting paused` : HEALTH[state];
}

/** One line: NAV, leverage, and what is due. */
export function summary(token: Token, now: bigint): string {
  const { symbol, nav, leverage, decision } = token;
  const rebalance = decision.action === "None" ? "" : `, rebalance ${due(token, now)}`;
  return `${symbol}: NAV ${formatDecimal(nav, WAD, 4)}, leverage ${times(leverage)}${rebalance}`;
}

/** A token as JSON: amounts as exact decimals, times in seconds. */
export function tokenJson(token: Token, { decimals }: Collateral) {
  // What depends on a price is null while there is none; a settled token has a NAV of its own.
  const priced = (value: string) => (token.health === "PriceInvalid" ? null : value);
  const traded = (value: string) => (token.health === "Settled" ? null : priced(value));
  return {
    symbol: token.symbol,
    address: token.address,
    market: token.market,
    health: token.health,
    phase: token.phase,
    mintPaused: token.mintPaused,
    price: traded(exact(token.price)),
    priceUpdatedAt: Number(token.priceUpdatedAt),
    nav: priced(exact(token.nav)),
    targetLeverage: exact(token.targetLeverage),
    leverage: traded(exact(token.leverage)),
    size: traded(exact(token.size)),
    unitsPerToken: traded(exact(token.unitsPerToken)),
    equity: priced(exact(token.equity, decimals)),
    totalSupply: exact(token.totalSupply),
    maxDeposit: exact(token.maxDeposit, decimals),
    triggers: {
      lower: exact(token.triggers.lower),
      upper: exact(token.triggers.upper),
      emergency: exact(token.triggers.emergency),
    },
    liquidationPrice: exact(token.liquidationPrice),
    fees: {
      managementPpmPerYear: Number(token.fees.managementPpmPerYear),
      mintPpm: Number(token.fees.mintPpm),
      redeemPpm: Number(token.fees.redeemPpm),
    },
    rebalance: {
      action: token.decision.action,
      reason: token.decision.reason,
      blocker: token.decision.blocker,
      blockedSince: token.blockedSince === 0n ? null : Number(token.blockedSince),
      sizeDelta: exact(token.decision.sizeDelta),
      dueAt: Number(token.decision.dueAt),
      lastAt: Number(token.rebalancedAt),
    },
  };
}

export { formatDuration, formatTime, pc };
