import { Ledger } from "../attribution/Ledger.js";
import { Action, type Decision, type ModelEvent, Phase, RebalanceLogic } from "../model/index.js";
import type { PricePoint } from "../prices/index.js";
import { type Act, liquidate, rebalance } from "./acts.js";
import { calmRange, type Range } from "./calm.js";
import type { FundingChange } from "./funding.js";
import { toNumber } from "./numbers.js";
import { Reading } from "./Reading.js";
import type { Terms } from "./terms.js";
import { MARKET, World } from "./World.js";

/** Rounds of acting after one look: liquidation, re-opening, and what follows from them. */
const MAX_ROUNDS = 6;
/** {s} A feed repeats its price this long before the oracle would refuse it as too old. */
const BEFORE_STALE = 3600;
/** {s} For so long ahead prices are called calm where something is paid all the time. */
const HORIZON = 30 * 86_400;

/** Told after every transaction that the twin's contracts have seen: what it was, and the event it left, if one is known. */
export type Witness = (world: World, what: string, event?: ModelEvent) => void;

/**
 * One fund on its way through prices, with a keeper and a liquidator who look at every update of the feed and at every
 * time that makes something due, and act a second after they have seen that they should; the liquidator first.
 */
export class Fund {
  readonly world: World;
  /** What it cost, per share. */
  readonly ledger: Ledger;
  /** Everything that was done, in order. */
  readonly acts: Act[] = [];
  /** {s} */
  now: number;
  /** {usd/base} */
  priceNumber: number;

  private price: bigint;
  private priceTime: number;
  private publishedTime: number;
  private reading: Reading;
  private range: Range = { low: 0, high: 0 };
  /** {usd} What was paid on this reading that is in the ledger already. */
  private fundingCounted = 0;
  private reserveCounted = 0;
  /** {s} Until when the calm range holds. */
  private calmUntil = Infinity;
  /** The first change of the funding rate that is still to come. */
  private nextChange = 0;
  /** {s} When time alone makes something due, `Infinity` if it never does. */
  private lookAt = Infinity;
  /** {s} When a call is useful again that is blocked now, `Infinity` where none is. */
  private blockedUntil = Infinity;
  private isSettled = false;

  constructor(
    private readonly terms: Terms,
    first: PricePoint,
    private readonly changes: readonly FundingChange[],
    private readonly witness?: Witness,
  ) {
    this.world = new World(terms, first);
    this.now = this.priceTime = this.publishedTime = first.time;
    this.price = first.price;
    this.priceNumber = toNumber(first.price);
    this.reading = new Reading(this.world);
    this.ledger = new Ledger(this.marked());
    this.witness?.(this.world, "Subscribed");
    this.changeFunding();
    this.refresh();
  }

  /** {s} When something happens although no price comes. */
  get nextEvent(): number {
    return Math.min(this.lookAt, this.calmUntil);
  }

  /** {1} Of one token, 1 at first. */
  get nav(): number {
    return this.isSettled ? toNumber(this.world.token.nav()) : this.reading.nav(this.priceNumber, this.now);
  }

  /** {1} Real leverage, signed. */
  get leverage(): number {
    return this.isSettled ? 0 : this.reading.leverage(this.priceNumber, this.now);
  }

  /** {1} NAV of one token, WAD, as the contract says it. */
  exactNav(): bigint {
    this.publish();
    return this.world.token.nav();
  }

  /** Whether certainly nobody has anything to do while the price is between these. */
  isCalm(least: number, most: number): boolean {
    return this.isSettled || (least > this.range.low && most < this.range.high);
  }

  /** The price is another one, and nobody looks: `isCalm` has said why, and nothing else is to happen until `time`. */
  move(time: number, price: bigint, priceNumber: number): void {
    this.now = this.priceTime = time;
    this.price = price;
    this.priceNumber = priceNumber;
  }

  /**
   * The feed publishes a price. First comes what time brings before, then whoever has reason to look does, and acts before
   * `next` {s}, when the update after this one comes.
   */
  update(time: number, price: bigint, next: number, isLookedAt = false): void {
    while (this.nextEvent < time) this.happen(this.nextEvent, time, isLookedAt);
    this.move(time, price, toNumber(price));
    if (this.nextEvent === time) this.happen(time, next, isLookedAt);
    else this.lookIfNeeded(next, isLookedAt);
  }

  /** Brings the ledger up to now. */
  mark(): void {
    const paid = this.reading.fundingPaid(this.priceNumber, this.now);
    this.ledger.funding += this.ledger.perStart(paid - this.fundingCounted);
    this.fundingCounted = paid;
    const reserved = this.reading.reservePaid(this.now);
    this.ledger.reserve += this.ledger.perStart(reserved - this.reserveCounted);
    this.reserveCounted = reserved;
    this.ledger.mark(this.marked());
  }

  /** What time brings at `time`: another funding rate, that something is due, or that what is calm is to be found out again. */
  private happen(time: number, next: number, isLookedAt: boolean): void {
    this.now = time;
    const isDue = this.lookAt === time;
    this.changeFunding();
    if (this.calmUntil === time) this.refresh();
    this.lookIfNeeded(next, isDue || isLookedAt);
  }

  private lookIfNeeded(next: number, isLookedAt: boolean): void {
    if (this.isSettled) return;
    if (isLookedAt || !this.isCalm(this.priceNumber, this.priceNumber)) this.attend(next);
  }

  /** Liquidator and keeper look, with exact arithmetic, and act as long as there is something to do. */
  private attend(next: number): void {
    const until = Math.min(next, this.changes[this.nextChange]?.time ?? Infinity);
    this.publish();
    for (let round = 0; round < MAX_ROUNDS && this.now + 1 < until; ++round) {
      const isPrey = this.world.isLiquidatable();
      if (!isPrey && !this.isDue(this.world.token.previewRebalance())) break;
      this.now += 1;
      this.world.chain.now = BigInt(this.now);
      this.mark();
      const act = isPrey ? liquidate(this.world) : rebalance(this.world);
      if (act === undefined) break;
      this.acts.push(act);
      this.witness?.(this.world, act.kind, act.event);
      this.ledger.takerFee += this.ledger.perStart(act.takerFee);
      this.ledger.impact += this.ledger.perStart(act.impact);
      this.ledger.tips += this.ledger.perStart(act.tip);
      this.ledger.liquidation += this.ledger.perStart(act.penalty);
      this.read();
    }
    const { action, dueAt } = this.world.token.previewRebalance();
    this.blockedUntil = action === Action.Blocked ? Math.max(Number(dueAt), this.now + 1) : Infinity;
    this.refresh();
  }

  /** Whether a call does something: a trade that is blocked is only reported now and then. */
  private isDue({ action, dueAt }: Decision): boolean {
    return action === Action.Blocked ? Number(dueAt) <= this.now : action !== Action.None;
  }

  private changeFunding(): void {
    const change = this.changes[this.nextChange];
    if (change?.time !== this.now) return;
    this.publish();
    this.mark();
    this.world.venue.setBaseFunding(MARKET, change.ratePerSecond);
    this.witness?.(this.world, "BaseFundingSet");
    this.nextChange += 1;
    this.read();
  }

  /** Tells the feed what it has been saying: nobody has asked it since. */
  private publish(): void {
    this.world.chain.now = BigInt(this.now);
    const heartbeat = Number(this.terms.maxAge) - BEFORE_STALE;
    this.priceTime += Math.floor((this.now - this.priceTime) / heartbeat) * heartbeat;
    if (this.priceTime === this.publishedTime) return;
    this.world.feed.setRound(this.price, BigInt(this.priceTime));
    this.publishedTime = this.priceTime;
  }

  private read(): void {
    this.reading = new Reading(this.world);
    this.fundingCounted = 0;
    this.reserveCounted = this.reading.reservePaid(this.now);
  }

  private marked() {
    return {
      equity: this.reading.equity(this.priceNumber, this.now),
      shares: this.reading.shares(this.now),
    };
  }

  /** Finds out from when on somebody may have something to do again. */
  private refresh(): void {
    const { phase, rebalancedAt } = this.world.token.state();
    const { bands } = this.terms;
    this.isSettled = phase === Phase.Settled;
    const isUnfinished = phase === Phase.Unfinished;
    const dueAt = isUnfinished
      ? rebalancedAt + bands.cooldown
      : RebalanceLogic.boundaryBefore(bands, rebalancedAt) + bands.period;
    const isPending = this.now >= Number(dueAt);
    const byTime = isPending || this.isSettled ? Infinity : Number(dueAt);
    this.lookAt = this.blockedUntil === Infinity ? byTime : this.blockedUntil;
    const change = this.changes[this.nextChange]?.time ?? Infinity;
    this.calmUntil = this.reading.reserveFee === 0 ? change : Math.min(change, this.now + HORIZON);
    const waiting = { unfinished: isUnfinished, pending: isPending };
    this.range = calmRange(this.reading, this.terms, waiting, this.priceNumber, this.calmUntil);
  }
}
