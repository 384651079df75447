import { pathPoints, withHeartbeat, type Path, type PathPoint, type PricePoint, WAD } from "../prices/index.js";
import { isDue } from "../sdk/read/isDue.js";
import { readTokens } from "../sdk/read/readTokens.js";
import type { Token } from "../sdk/read/Token.js";
import { type Books, readBooks, venueSolvency } from "./books.js";
import {
  booksBalance,
  type Check,
  landedOnTarget,
  movedTowardTarget,
  nobodyLeft,
  nothingFailed,
  Watch,
} from "./checks.js";
import { type Days, DayLog, dayOf } from "./days.js";
import { act, type Incident, type Trade, wakeAt } from "./keeper.js";
import { type Due, readDue } from "./readings.js";
import type { Stage } from "./stage.js";
import { createHolders, depositAll, type Holder, redeemAll } from "./wallets.js";

/** What one wallet made of it. */
export interface WalletResult {
  readonly name: string;
  readonly address: string;
  readonly symbol: string;
  /** {collateral} */
  readonly paid: bigint;
  readonly received: bigint;
  /** {collateral} Worth of the coins the same money would have bought, at the last price. */
  readonly asCoins: bigint;
  /** {collateral} The money times one plus leverage times the period's return, not below nothing. */
  readonly asMultiple: bigint;
}

/** Everything that happened on a path. */
export interface Outcome {
  readonly first: PricePoint;
  readonly last: PricePoint;
  /** Updates of the feed. */
  readonly updates: number;
  readonly days: Days;
  readonly trades: readonly Trade[];
  readonly incidents: readonly Incident[];
  /** Each token just before everybody left. */
  readonly tokens: readonly Token[];
  readonly wallets: readonly WalletResult[];
  readonly books: Books;
  readonly checks: readonly Check[];
  /** Decimals of the collateral. */
  readonly decimals: number;
}

export interface PlayOptions {
  readonly path: Path;
  /** {1} WAD */
  readonly step: bigint;
  /** {usd} What each wallet brings, in whole dollars. */
  readonly dollars: bigint;
  readonly onUpdate?: ((count: number, point: PricePoint) => void) | undefined;
}

/** Wallets mint, the feed walks the path, keeper and liquidator act, everybody redeems. */
export async function play(stage: Stage, { path, step, dollars, onUpdate }: PlayOptions): Promise<Outcome> {
  const { decimals } = stage.system.collateral;
  const invested = dollars * 10n ** BigInt(decimals);
  const holders = await createHolders(stage, invested);
  const watch = new Watch();
  const log = new DayLog();
  const trades: Trade[] = [];
  const incidents: Incident[] = [];

  /** Reads everything, lets keeper and liquidator act, and reads again. */
  const attend = async (point: PricePoint, until: number): Promise<readonly Due[]> => {
    const { tokens: readings } = await readTokens(stage.system);
    log.close(point, readings);
    const acts = await act(stage, readings, until);
    log.add(point, acts);
    trades.push(...acts.trades);
    incidents.push(...acts.incidents);
    watch.see(stage.chain.now, onFeed(stage, point.price), acts.after, await venueSolvency(stage));
    return acts.after.map(({ decision }) => decision);
  };

  /** The cheap question first: most updates call for nothing. */
  const look = async (point: PricePoint, until: number, isDayEnd: boolean): Promise<readonly Due[]> => {
    const due = await readDue(stage);
    return isDayEnd || due.some((each) => isDue(each, BigInt(stage.chain.now))) ? attend(point, until) : due;
  };

  /** Without a new price, the keeper still wakes for what time alone makes due: boundaries and chunks. */
  const wait = async (point: PricePoint, due: readonly Due[], until: number): Promise<void> => {
    let seen = due;
    for (;;) {
      const time = wakeAt(seen, stage.chain.now);
      if (time + 1 >= until) return;
      await stage.chain.mine(time);
      seen = await look({ ...point, time }, until, false);
    }
  };

  let updates = 0;
  let last = path.first;
  for (const [point, next] of withNext(withHeartbeat(pathPoints(path, step), stage.heartbeat))) {
    await publish(stage, point);
    updates += 1;
    if (updates === 1) await depositAll(stage, holders, invested);
    const isDayEnd = next === undefined || dayOf(next) !== dayOf(point.time);
    const due = await look(point, next ?? Infinity, isDayEnd);
    onUpdate?.(updates, point);
    last = point;
    if (next !== undefined) await wait(point, due, next);
  }

  const { tokens } = await readTokens(stage.system);
  const before = await balances(stage, holders);
  await redeemAll(stage, holders);
  const after = await balances(stage, holders);
  const books = await readBooks(stage, holders, invested);
  const { tokens: end } = await readTokens(stage.system);
  watch.see(stage.chain.now, onFeed(stage, last.price), end, await venueSolvency(stage));
  const moved = (last.price * WAD) / path.first.price;
  return {
    first: path.first,
    last,
    updates,
    days: log.days(),
    trades,
    incidents,
    tokens,
    wallets: holders.map(({ name, wallet, symbol }, index) => ({
      name,
      address: wallet.address,
      symbol,
      paid: invested,
      received: (after[index] ?? 0n) - (before[index] ?? 0n),
      asCoins: (invested * moved) / WAD,
      asMultiple: naiveMultiple(invested, tokens.find((token) => token.symbol === symbol)?.targetLeverage ?? 0n, moved),
    })),
    books,
    checks: [
      booksBalance(books, decimals),
      watch.check(),
      landedOnTarget(trades),
      movedTowardTarget(trades),
      nothingFailed(incidents),
      nobodyLeft(end),
    ],
    decimals,
  };
}

/** {collateral} "3x of the period": leverage times the return of the whole period, and not below nothing. */
function naiveMultiple(invested: bigint, target: bigint, moved: bigint): bigint {
  const factor = WAD + (target * (moved - WAD)) / WAD;
  return factor > 0n ? (invested * factor) / WAD : 0n;
}

async function publish(stage: Stage, { time, price }: PathPoint): Promise<void> {
  const { chain, deployer, feed, feedAddress, feedDecimals } = stage;
  const answer = onFeed(stage, price) / 10n ** BigInt(18 - feedDecimals);
  await chain.send(time, [
    { from: deployer, to: feedAddress, data: feed.interface.encodeFunctionData("setAnswer", [answer]) },
  ]);
}

/** {usd/base} WAD, with no more digits than the feed has. */
function onFeed({ feedDecimals }: Stage, price: bigint): bigint {
  return price - (price % 10n ** BigInt(18 - feedDecimals));
}

async function balances({ system: { collateral } }: Stage, holders: readonly Holder[]): Promise<bigint[]> {
  return Promise.all(holders.map(({ wallet }) => collateral.contract.balanceOf(wallet.address)));
}

/** Each point with the time of the one after it: what happens in between must be over by then. */
function* withNext(points: Iterable<PathPoint>): Generator<readonly [PathPoint, number | undefined]> {
  let previous: PathPoint | undefined;
  for (const point of points) {
    if (previous !== undefined) yield [previous, point.time];
    previous = point;
  }
  if (previous !== undefined) yield [previous, undefined];
}
