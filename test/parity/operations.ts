import type { Decision } from "../../src/model/index.js";

/** One thing somebody does, with its amounts resolved: both sides can play it as it stands. Numbers name by index. */
export type Operation = { readonly at: bigint } & Deed;

/** What is done, and by whom; an absent bound means the overload without it. */
export type Deed =
  | { kind: "deposit"; actor: number; token: number; assets: bigint; receiver: number; minShares?: bigint }
  | { kind: "mint"; actor: number; token: number; shares: bigint; receiver: number; maxAssets?: bigint }
  | { kind: "redeem"; actor: number; token: number; shares: bigint; receiver: number; minAssets?: bigint }
  | { kind: "withdraw"; actor: number; token: number; assets: bigint; receiver: number; maxShares?: bigint }
  | { kind: "transfer"; actor: number; token: number; shares: bigint; receiver: number }
  | { kind: "rebalance"; actor: number; token: number }
  | { kind: "settle"; actor: number; token: number }
  | { kind: "reportRefusal"; actor: number; token: number }
  | { kind: "collectFees"; actor: number; token: number }
  | { kind: "windDown"; token: number; minAssets: bigint }
  | { kind: "setFees"; token: number; managementPpmPerYear: bigint; mintPpm: bigint; redeemPpm: bigint }
  | { kind: "setLimits"; token: number; capacity: bigint; maxTrade: bigint }
  | { kind: "setMintPaused"; token: number; paused: boolean }
  | { kind: "payDebt"; actor: number; token: number; creditor: Owner }
  | { kind: "setDecision"; token: number; decision: Decision | undefined }
  | { kind: "setBlocked"; account: Owner; blocked: boolean }
  | { kind: "setAnswer"; market: number; answer: bigint }
  | { kind: "setRound"; market: number; answer: bigint; updatedAt: bigint }
  | { kind: "setFailing"; market: number; failing: boolean }
  | ({ kind: "trade"; actor: number; market: number; sizeDelta: bigint } & Terms)
  | { kind: "close"; actor: number; market: number }
  | { kind: "liquidate"; actor: number; market: number; owner: Owner }
  | { kind: "closeExpired"; actor: number; market: number; owner: Owner }
  | { kind: "depositMargin"; actor: number; market: number; amount: bigint }
  | { kind: "reportOutage"; actor: number; market: number }
  | { kind: "expire"; actor: number; market: number; steps: bigint }
  | { kind: "depositLiquidity"; actor: number; assets: bigint }
  | { kind: "requestWithdrawal"; actor: number; shares: bigint }
  | { kind: "withdrawLiquidity"; actor: number; owner: Owner }
  | { kind: "fundInsurance"; actor: number; assets: bigint }
  | { kind: "setBaseFunding"; market: number; ratePerSecond: bigint }
  | { kind: "setOpenInterestCap"; market: number; cap: bigint }
  | { kind: "setScenario"; market: number; halted: boolean; failing: boolean; spreadPpm: bigint };

/** How money moves with a trade at the venue. */
export interface Terms {
  readonly pay: bigint;
  readonly take: bigint;
  readonly moverPaysCost: boolean;
  readonly maxCost: bigint;
}

/** Who owns an account, or is paid. */
export interface Owner {
  readonly is: "token" | "actor" | "collector";
  readonly index: number;
}

export type Kind = Deed["kind"];

/** Every kind: the table of what ran has a row for each. */
export const KINDS: readonly Kind[] = Object.keys({
  deposit: 0,
  mint: 0,
  redeem: 0,
  withdraw: 0,
  transfer: 0,
  rebalance: 0,
  settle: 0,
  reportRefusal: 0,
  collectFees: 0,
  windDown: 0,
  setFees: 0,
  setLimits: 0,
  setMintPaused: 0,
  payDebt: 0,
  setDecision: 0,
  setBlocked: 0,
  setAnswer: 0,
  setRound: 0,
  setFailing: 0,
  trade: 0,
  close: 0,
  liquidate: 0,
  closeExpired: 0,
  depositMargin: 0,
  reportOutage: 0,
  expire: 0,
  depositLiquidity: 0,
  requestWithdrawal: 0,
  withdrawLiquidity: 0,
  fundInsurance: 0,
  setBaseFunding: 0,
  setOpenInterestCap: 0,
  setScenario: 0,
} satisfies Record<Kind, number>) as Kind[];

/** Times as seconds since the sequence began, so that a printed sequence can be read. */
export function show(operation: Operation, since: bigint): string {
  const { at, kind, ...values } = operation;
  const shown = Object.entries(values).map(([name, value]: [string, unknown]) => `${name}: ${text(value)}`);
  return `+${String(at - since)} s  ${kind}(${shown.join(", ")})`;
}

function text(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return String(value);
  if ("is" in value) return Object.values(value).map(String).join(" ");
  return `[${Object.values(value).map(text).join(", ")}]`;
}
