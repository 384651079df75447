import { legOfBar } from "../backtest/bars.js";
import type { Course } from "../backtest/run.js";
import type { Terms } from "../backtest/terms.js";
import type { Call, Receipt } from "../demo/chain.js";
import { firstPointTime, legPoints } from "../prices/index.js";
import { callChain, ofChain, type Snapshot } from "./readings.js";
import { MARKET_ID, type Stage } from "./stage.js";

/** Rounds of acting after one look, as the backtest has them. */
const MAX_ROUNDS = 6;
/** The action of a decision that a call can only take note of. */
const BLOCKED = 3n;

/**
 * Leads a fund on chain through the prices: every update is published, and at every one, and at every time the contract
 * itself names, liquidator and keeper ask the contracts what there is to do. Knows nothing of the twin.
 */
export async function replay(stage: Stage, terms: Terms, course: Course): Promise<Snapshot[]> {
  return new Replay(stage, terms, course).play();
}

class Replay {
  private readonly seen: Snapshot[] = [];
  private nextChange = 0;
  private price = 0n;
  private publishedAt = 0;
  private dueAt = 0;

  constructor(
    private readonly stage: Stage,
    private readonly terms: Terms,
    private readonly course: Course,
  ) {}

  async play(): Promise<Snapshot[]> {
    const { series, intrabar, step } = this.course;
    const legs = series.bars.map((bar) => legOfBar(bar, series.interval, intrabar, this.terms.leverage > 0n));
    const [opening] = series.bars;
    if (opening === undefined) return [];
    await this.open(opening.time, opening.open);
    let price = opening.open;
    for (const [index, leg] of legs.entries()) {
      const points = legPoints(price, leg, step);
      price = leg.visits.at(-1) ?? price;
      const next = legs[index + 1];
      const after = next === undefined ? Infinity : firstPointTime(price, next, step);
      for (const [i, point] of points.entries()) {
        await this.passUntil(point.time);
        const calls = [this.publishing(point.time, point.price)];
        await this.execute(point.time, calls);
        await this.look(points[i + 1]?.time ?? after);
      }
    }
    return this.seen;
  }

  /** The feed says the first price and the holder subscribes, in one block. */
  private async open(time: number, price: bigint): Promise<void> {
    const { addresses, token } = this.stage;
    const deposit = token.encodeFunctionData("deposit(uint256,address)", [this.terms.capital, addresses.holder]);
    await this.execute(time, [
      this.publishing(time, price),
      { from: addresses.holder, to: addresses.token, data: deposit },
    ]);
    this.seen.unshift(await ofChain(this.stage, "Subscribed"));
    await this.look(Infinity, false);
  }

  /** What comes before the next update: funding, repeats of a price that would grow too old, times that were named. */
  private async passUntil(end: number): Promise<void> {
    for (;;) {
      const change = this.course.funding[this.nextChange]?.time ?? Infinity;
      const repeat = this.publishedAt + this.stage.heartbeat;
      const due = this.dueAt > this.stage.chain.now + 1 ? this.dueAt : Infinity;
      const time = Math.min(change, repeat, due);
      if (time >= end) return;
      await this.execute(time, time === repeat ? [this.publishing(time, this.price)] : []);
      await this.look(end);
    }
  }

  private publishing(time: number, price: bigint): Call {
    const { addresses, feed } = this.stage;
    this.price = price;
    this.publishedAt = time;
    return { from: addresses.deployer, to: addresses.feed, data: feed.encodeFunctionData("setAnswer", [price]) };
  }

  /** A block at `time`, with the funding that changes then. */
  private async execute(time: number, calls: readonly Call[]): Promise<void> {
    const { addresses, venue, chain } = this.stage;
    const change = this.course.funding[this.nextChange];
    if (change?.time !== time) {
      await chain.send(time, calls);
      return;
    }
    this.nextChange += 1;
    const data = venue.encodeFunctionData("setBaseFunding", [MARKET_ID, change.ratePerSecond]);
    await chain.send(time, [...calls, { from: addresses.deployer, to: addresses.venue, data }]);
    this.seen.push(await ofChain(this.stage, "BaseFundingSet"));
  }

  /** Liquidator and keeper ask, and act as long as there is something to do before `next`. */
  private async look(next: number, mayAct = true): Promise<void> {
    const { chain } = this.stage;
    const until = Math.min(next, this.course.funding[this.nextChange]?.time ?? Infinity);
    for (let round = 0; ; ++round) {
      const { isPrey, isDue, dueAt } = await this.ask();
      this.dueAt = dueAt;
      if (!mayAct || (!isPrey && !isDue) || round >= MAX_ROUNDS || chain.now + 1 >= until) return;
      const [receipt] = await chain.execute(chain.now + 1, [isPrey ? this.liquidation() : this.rebalancing()]);
      if (receipt?.status !== "0x1") return;
      await this.record(receipt);
    }
  }

  private async ask(): Promise<{ isPrey: boolean; isDue: boolean; dueAt: number }> {
    const { addresses, token, venue } = this.stage;
    const preview = await callChain(this.stage, addresses.token, token.encodeFunctionData("previewRebalance"));
    const [{ action, dueAt }] = token.decodeFunctionResult("previewRebalance", preview) as unknown as [
      { action: bigint; dueAt: bigint },
    ];
    const isPrey = await callChain(
      this.stage,
      addresses.venue,
      venue.encodeFunctionData("liquidate", [MARKET_ID, addresses.token]),
    ).then(
      () => true,
      () => false,
    );
    const isDue = action === BLOCKED ? Number(dueAt) <= this.stage.chain.now : action !== 0n;
    return { isPrey, isDue, dueAt: Number(dueAt) };
  }

  private liquidation(): Call {
    const { addresses, venue } = this.stage;
    const data = venue.encodeFunctionData("liquidate", [MARKET_ID, addresses.token]);
    return { from: addresses.liquidator, to: addresses.venue, data };
  }

  private rebalancing(): Call {
    const { addresses, token } = this.stage;
    return { from: addresses.keeper, to: addresses.token, data: token.encodeFunctionData("rebalance") };
  }

  private async record({ logs }: Receipt): Promise<void> {
    const { token, venue } = this.stage;
    const events = logs.map((log) => token.parseLog(log) ?? venue.parseLog(log)).filter((event) => event !== null);
    const done = events.find(({ name }) => ["Rebalanced", "RebalanceBlocked", "Settled", "Liquidated"].includes(name));
    this.seen.push(await ofChain(this.stage, done?.name ?? "nothing", done?.args.toArray() ?? []));
  }
}
