import { getAddress, type Log } from "ethers";
import { LeveragedToken__factory } from "../../../types/ethers-contracts/index.js";
import {
  BLOCKER_WORDS,
  BLOCKERS,
  enumName,
  formatDecimal,
  formatTime,
  REASONS,
  type Blocker,
  type Reason,
} from "../../sdk/index.js";
import { times } from "../operate/describe.js";

/** What a call of `rebalance()` did to a token that it did not settle, for people. */
export type Deed = Trade | Note;

export interface Trade {
  readonly reason: Reason;
  readonly leverage: string;
  readonly complete: boolean;
  readonly tradingCost: string;
  readonly tip: string;
}

/** The token took note that it could not trade. */
export interface Note {
  readonly reason: Reason;
  readonly blocker: Blocker;
  readonly why: string;
  readonly since: string;
}

interface Collateral {
  readonly symbol: string;
  readonly decimals: number;
}

const tokens = LeveragedToken__factory.createInterface();

/** Reads what was done from a receipt's logs, by token. */
export function readDeeds(
  logs: readonly Pick<Log, "address" | "topics" | "data">[],
  collateral: Collateral,
): ReadonlyMap<string, Deed> {
  const deeds = new Map<string, Deed>();
  for (const log of logs) {
    const event = tokens.parseLog(log);
    const args = (event?.args.toObject() ?? {}) as Values;
    if (event?.name === "Rebalanced") deeds.set(getAddress(log.address), toTrade(args, collateral));
    if (event?.name === "RebalanceBlocked") deeds.set(getAddress(log.address), toNote(args));
  }
  return deeds;
}

type Values = Record<string, bigint> & { readonly complete: boolean };

function toTrade(args: Values, { symbol, decimals }: Collateral): Trade {
  const { reason = 0n, price = 0n, size = 0n, equity = 0n, cost = 0n, tip = 0n } = args;
  const wad = equity * 10n ** BigInt(18 - decimals);
  const money = (amount: bigint) => `${formatDecimal(amount, decimals)} ${symbol}`;
  return {
    reason: enumName(REASONS, reason),
    leverage: times(wad === 0n ? 0n : (size * price) / wad),
    complete: args.complete,
    tradingCost: money(cost),
    tip: money(tip),
  };
}

function toNote({ reason = 0n, blocker = 0n, since = 0n }: Values): Note {
  const what = enumName(BLOCKERS, blocker);
  return { reason: enumName(REASONS, reason), blocker: what, why: BLOCKER_WORDS[what], since: formatTime(since) };
}
