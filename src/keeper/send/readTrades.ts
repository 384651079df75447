import { getAddress, type Log } from "ethers";
import { LeveragedToken__factory } from "../../../types/ethers-contracts/index.js";
import { enumName, formatDecimal, REASONS, type Reason } from "../../sdk/index.js";
import { times } from "../operate/describe.js";

/** What a rebalance did, for people. */
export interface Trade {
  readonly reason: Reason;
  readonly leverage: string;
  readonly complete: boolean;
  readonly tradingCost: string;
  readonly tip: string;
}

interface Collateral {
  readonly symbol: string;
  readonly decimals: number;
}

const tokens = LeveragedToken__factory.createInterface();

/** Reads the rebalances in a receipt's logs, by token. */
export function readTrades(
  logs: readonly Pick<Log, "address" | "topics" | "data">[],
  { symbol, decimals }: Collateral,
): ReadonlyMap<string, Trade> {
  const trades = new Map<string, Trade>();
  for (const log of logs) {
    const event = tokens.parseLog(log);
    if (event?.name !== "Rebalanced") continue;
    const args = event.args.toObject() as Record<string, bigint> & { complete: boolean };
    const { reason = 0n, price = 0n, size = 0n, equity = 0n, cost = 0n, tip = 0n } = args;
    const wad = equity * 10n ** BigInt(18 - decimals);
    const money = (amount: bigint) => `${formatDecimal(amount, decimals)} ${symbol}`;
    trades.set(getAddress(log.address), {
      reason: enumName(REASONS, reason),
      leverage: times(wad === 0n ? 0n : (size * price) / wad),
      complete: args.complete,
      tradingCost: money(cost),
      tip: money(tip),
    });
  }
  return trades;
}
