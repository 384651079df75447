import { attempt, Blocker, type ModelEvent, NavMath, Phase, Reason, VenueMath } from "../../src/model/index.js";
import { AnythingPolicy } from "./AnythingPolicy.js";
import { KINDS, type Kind, type Operation } from "./operations.js";
import type { Outcome, Twin } from "./twinSide.js";

/** States a run must have been in, or it has shown little. */
export const STATES = [
  "Scheduled",
  "Drift",
  "Emergency",
  "Continuation",
  "Marking",
  "blocked: Halted",
  "blocked: Cost",
  "blocked: Increase",
  "blocked: Policy",
  "blocked: Refused",
  "reductions refused",
  "reductions taken",
  "reduced by itself",
  "debt incurred",
  "debt paid",
  "debt of a settled token paid",
  "Unfinished",
  "Settled",
  "wiped out",
  "settled without a price",
  "outage reported",
  "outage called off",
  "search unfinished",
  "market expired",
  "expired without a price",
  "expired account closed",
  "liquidated token",
  "liquidated trader",
  "profit at its reserve",
  "reserve exhausted",
  "money without a position",
  "last holder left",
  "dust",
  "price invalid",
  "halted",
] as const;

export type State = (typeof STATES)[number];

/** What ran, how it ended, and what was reached. */
export class Census {
  private sequences = 0;
  private readonly succeeded = new Map<Kind, number>();
  private readonly refused = new Map<Kind, number>();
  private readonly errors = new Map<string, number>();
  private readonly states = new Map<State, number>();

  countSequence(): void {
    ++this.sequences;
  }

  count(operation: Operation, { refusal, returned, events }: Outcome, twin: Twin): void {
    add(refusal === undefined ? this.succeeded : this.refused, operation.kind);
    if (refusal !== undefined) add(this.errors, refusal.error);
    if (operation.kind === "expire" && returned === false) add(this.states, "search unfinished");
    for (const event of events) this.countEvent(event, twin, operation);
    for (const token of twin.tokens) {
      const state = token.state();
      if (state.phase === Phase.Unfinished) add(this.states, "Unfinished");
      if (state.phase === Phase.Settled) continue;
      const shot = attempt(() => twin.venue.snapshot(token.market, token.address));
      if (shot === undefined) {
        add(this.states, "price invalid");
        continue;
      }
      if (shot.position.halted) add(this.states, "halted");
      const { position, room } = shot;
      const { unit, virtualShares, owed } = token.reading();
      const fund = NavMath.fill(position, unit, token.effectiveSupply(), virtualShares, owed);
      if (NavMath.isWipedOut(fund)) add(this.states, "wiped out");
      if (NavMath.isDust(fund) && fund.equity !== 0n) add(this.states, "dust");
      if (!NavMath.isDust(fund) && position.size === 0n) add(this.states, "money without a position");
      if (position.size !== 0n && room.remainingProfit === 0n) add(this.states, "profit at its reserve");
    }
  }

  /** Fails with the names of what never happened. */
  missing(): string[] {
    const kinds = KINDS.filter((kind) => !this.succeeded.has(kind));
    return [...kinds, ...STATES.filter((state) => !this.states.has(state))];
  }

  get operations(): number {
    return sum(this.succeeded) + sum(this.refused);
  }

  toString(): string {
    const rows = KINDS.map((kind) => row(kind, this.succeeded.get(kind), this.refused.get(kind)));
    const states = STATES.map((state) => row(state, this.states.get(state)));
    const errors = [...this.errors].sort(([, a], [, b]) => b - a).map(([error, count]) => row(error, count));
    const total = `${String(this.sequences)} sequences, ${String(this.operations)} operations`;
    const sections = [total, row("operation", "done", "refused"), ...rows, "", row("state", "seen"), ...states];
    return [...sections, "", row("refusal", "seen"), ...errors].join("\n");
  }

  private countEvent(event: ModelEvent, twin: Twin, operation: Operation): void {
    const { name, values, emitter } = event;
    if (name === "Rebalanced") add(this.states, Reason[Number(values[0])] as State);
    if (name === "Rebalanced" && isOwnReduction(event, twin)) add(this.states, "reduced by itself");
    if (name === "RebalanceBlocked") add(this.states, `blocked: ${Blocker[Number(values[1])]!}` as State);
    if (name === "RefusalReported") add(this.states, values[1] === 0n ? "reductions taken" : "reductions refused");
    if (name === "OutageReported") add(this.states, values[1] === 0n ? "outage called off" : "outage reported");
    if (name === "MarketExpired") add(this.states, "market expired");
    if (name === "MarketExpired" && values[1] === 0n) add(this.states, "expired without a price");
    if (name === "ExpiredClosed") add(this.states, "expired account closed");
    if (name === "DebtIncurred") add(this.states, "debt incurred");
    if (name === "DebtPaid") add(this.states, isSettled(twin, emitter) ? "debt of a settled token paid" : "debt paid");
    if (name === "Settled") add(this.states, "Settled");
    if (name === "Settled" && operation.kind === "settle" && isDead(twin, emitter)) {
      add(this.states, "settled without a price");
    }
    if (name === "Liquidated") {
      add(this.states, twin.addresses.tokens.includes(String(values[1])) ? "liquidated token" : "liquidated trader");
    }
    if (name === "Redeemed" && values[5] === 0n) add(this.states, "last holder left");
    if (name === "Traded" && isReserveExhausted(event, twin)) add(this.states, "reserve exhausted");
  }
}

function isSettled({ tokens, addresses }: Twin, token: string): boolean {
  return tokens[addresses.tokens.indexOf(token)]!.state().phase === Phase.Settled;
}

function isDead(twin: Twin, token: string): boolean {
  const market = twin.marketIds.indexOf(twin.tokens[twin.addresses.tokens.indexOf(token)]!.market);
  return attempt(() => twin.oracles[market]!.price()) === undefined;
}

/** Whether a token traded in another way than its policy was told to say. */
function isOwnReduction({ emitter, values }: ModelEvent, { tokens, addresses }: Twin): boolean {
  const { policy } = tokens[addresses.tokens.indexOf(emitter)]!;
  return policy instanceof AnythingPolicy && policy.decision?.sizeDelta !== values[1];
}

/**
 * Whether a trade took all the pool could reserve: nothing is left of it but the trade's own fee, which the pool earns
 * afterwards, and less than a tenth of a cent of rounding.
 */
function isReserveExhausted({ values }: ModelEvent, { venue, collateral }: Twin): boolean {
  const [, , , , cost, size] = values as [string, string, bigint, bigint, bigint, bigint];
  const { pool, reserved } = venue.books();
  const unit = 10n ** BigInt(18 - collateral.decimals);
  return size !== 0n && (pool - cost) * unit - reserved * VenueMath.RESERVE_UNIT < 10n ** 15n;
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sum(counts: ReadonlyMap<unknown, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

function row(label: string, ...counts: (number | string | undefined)[]): string {
  return `  ${label.padEnd(42)}${counts.map((count) => String(count ?? 0).padStart(9)).join("")}`;
}
