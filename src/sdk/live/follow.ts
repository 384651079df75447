import { SocketProvider } from "ethers";
import type { System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";
import type { SdkError } from "../errors/SdkError.js";
import { HISTORY_TOPICS, parseTokenEvents } from "../history/parseTokenEvents.js";
import { readLogs } from "../history/readLogs.js";
import type { TokenEvent } from "../history/TokenEvent.js";
import { readTokens } from "../read/readTokens.js";
import type { Token } from "../read/Token.js";

/** What a block brought. */
export interface Update {
  readonly block: number;
  /** {s} */
  readonly timestamp: bigint;
  /** Every token as it is in that block. */
  readonly tokens: readonly Token[];
  /** What happened to them since the update before, by symbol; nothing in the first one. */
  readonly events: readonly (TokenEvent & { readonly token: string })[];
  /** Another chain answers now, or an earlier state of this one: what was read before may no longer be true. */
  readonly isReset: boolean;
}

export interface Follower {
  readonly onUpdate: (update: Update) => void;
  /** The node does not answer as it should; it is asked again until it does, and the next update has all that was missed. */
  readonly onLost?: (error: SdkError) => void;
}

export interface FollowOptions {
  /** {ms} How long to wait for word of a new block before asking for one. */
  readonly interval?: number;
  /** {ms} How long an answer may take. */
  readonly patience?: number;
}

export interface Following {
  readonly stop: () => void;
}

const INTERVAL = 1_000;
const PATIENCE = 10_000;

/**
 * Follows the tokens block by block: one read of them all and one of their events for each. A WebSocket is listened to,
 * any other connection asked at the interval, and so is a WebSocket that is silent. `open` connects to the chain; it is
 * called again whenever the connection is lost, since a WebSocket does not come back by itself.
 */
export function follow(
  open: () => Promise<System> | System,
  { onUpdate, onLost }: Follower,
  { interval = INTERVAL, patience = PATIENCE }: FollowOptions = {},
): Following {
  let stopped = false;
  const isStopped = () => stopped;
  let wake: (() => void) | undefined;
  let last: number | undefined;
  let turn = 0;

  const run = async () => {
    let system: System | undefined;
    while (!isStopped()) {
      const heard = nextWord();
      turn += 1;
      try {
        if (system === undefined) {
          system = await within(patience, Promise.resolve(open()));
          if (system.provider instanceof SocketProvider) await system.provider.on("block", hear);
        }
        await within(patience, look(system, turn));
      } catch (error) {
        if (system?.provider instanceof SocketProvider) system.provider.destroy();
        system = undefined;
        if (!isStopped()) onLost?.(decodeError(error));
      }
      await heard;
    }
    if (system?.provider instanceof SocketProvider) await system.provider.off("block", hear);
  };

  const hear = () => wake?.();

  /** Until the next word of a block, or the end of the interval. */
  const nextWord = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, interval);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const look = async (system: System, itsTurn: number) => {
    const block = await system.provider.getBlockNumber();
    if (block === last) return;
    const isReset = last !== undefined && block < last;
    const since = last === undefined || isReset ? block + 1 : last + 1;
    const [{ tokens, timestamp }, events] = await Promise.all([
      readTokens(system, block),
      readEvents(system, since, block),
    ]);
    // One that was given up may still answer.
    if (isStopped() || itsTurn !== turn) return;
    last = block;
    onUpdate({ block, timestamp, tokens, events, isReset });
  };

  void run();
  return {
    stop: () => {
      stopped = true;
      wake?.();
    },
  };
}

async function readEvents(system: System, fromBlock: number, toBlock: number): Promise<Update["events"]> {
  if (fromBlock > toBlock) return [];
  const symbols = Object.entries(system.deployment.tokens);
  const address = symbols.map(([, token]) => token);
  const logs = await readLogs(system, { address, topics: [[...HISTORY_TOPICS]] }, { fromBlock, toBlock });
  return symbols
    .flatMap(([token, itsAddress]) =>
      parseTokenEvents(logs.filter((log) => log.address === itsAddress)).map((event) => ({ ...event, token })),
    )
    .sort((a, b) => a.block - b.block || a.index - b.index);
}

/** Fails when `promise` takes longer than `patience` {ms}. */
async function within<T>(patience: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), patience);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
