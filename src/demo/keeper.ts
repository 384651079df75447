import type { LogDescription } from "ethers";
import { LeveragedToken__factory, MockFuturesVenue__factory } from "../../types/ethers-contracts/index.js";
import { WAD } from "../prices/index.js";
import { enumName, type Reason, REASONS } from "../sdk/read/enums.js";
import { isDue } from "../sdk/read/isDue.js";
import { readTokens } from "../sdk/read/readTokens.js";
import type { Token } from "../sdk/read/Token.js";
import type { Call, Receipt } from "./chain.js";
import { type Due, isLiquidatable } from "./readings.js";
import type { Stage } from "./stage.js";

/** A rebalance that went through. */
export interface Trade {
  readonly time: number;
  readonly symbol: string;
  readonly reason: Reason;
  readonly complete: boolean;
  /** {usd/base} WAD, as is all that does not say otherwise. */
  readonly price: bigint;
  readonly sizeDelta: bigint;
  /** {usd} Signed. */
  readonly notional: bigint;
  readonly target: bigint;
  readonly leverageBefore: bigint;
  readonly leverageAfter: bigint;
  /** {collateral} */
  readonly equityAfter: bigint;
  /** {collateral} Negative where the venue paid. */
  readonly cost: bigint;
  /** {collateral} */
  readonly tip: bigint;
}

/** What else may happen to a token. */
export interface Incident {
  readonly time: number;
  readonly symbol: string;
  readonly kind: "Liquidated" | "Settled" | "Blocked" | "Failed";
  readonly price: bigint;
}

/** What keeper and liquidator did after one update. */
export interface Acts {
  readonly trades: Trade[];
  readonly incidents: Incident[];
  /** The tokens afterwards. */
  readonly after: readonly Token[];
}

const tokens = LeveragedToken__factory.createInterface();
const venues = MockFuturesVenue__factory.createInterface();
const REBALANCE = tokens.encodeFunctionData("rebalance");

/** Rounds of acting after one update: liquidation, re-opening, and what follows from them. */
const MAX_ROUNDS = 6;

/** {s} How often a keeper that waits for a time looks again. */
const PATIENCE = 300;

/**
 * Lets liquidator and keeper act on the newest price, as often as there is something to do before `until`: each round is
 * one call of the lens and one block, a second later. The liquidator is always first: that is the worst case.
 */
export async function act(stage: Stage, readings: readonly Token[], until: number): Promise<Acts> {
  const trades: Trade[] = [];
  const incidents: Incident[] = [];
  let seen = readings;
  for (let round = 0; round < MAX_ROUNDS && stage.chain.now + 1 < until; round++) {
    const prey = seen.filter(isLiquidatable);
    const due = prey.length > 0 ? prey : seen.filter(({ decision }) => isDue(decision, BigInt(stage.chain.now)));
    if (due.length === 0) break;
    const calls = due.map((reading) => (prey.length > 0 ? liquidation(stage, reading) : rebalancing(stage, reading)));
    const receipts = await stage.chain.execute(stage.chain.now + 1, calls);
    for (const [index, reading] of due.entries()) {
      const { symbol, price } = reading;
      const happened = (kind: Incident["kind"]) => incidents.push({ time: stage.chain.now, symbol, kind, price });
      const receipt = receipts[index];
      if (receipt?.status !== "0x1") {
        // Trades of the same block may have left it nothing to do. Alone in its block there is no excuse.
        if (due.length === 1) happened("Failed");
      } else if (prey.length > 0) happened("Liquidated");
      else {
        for (const event of eventsOf(reading, receipt)) {
          if (event.name === "Settled") happened("Settled");
          if (event.name === "RebalanceBlocked") happened("Blocked");
          if (event.name === "Rebalanced") trades.push(toTrade(stage, reading, event.args));
        }
      }
    }
    seen = (await readTokens(stage.system)).tokens;
  }
  return { trades, incidents, after: seen };
}

/** {s} When the keeper should look again although no price has come: the next boundary, or the next chunk. */
export function wakeAt(due: readonly Due[], now: number): number {
  const times = due.map(({ dueAt }) => Number(dueAt)).filter((time) => time > 0);
  return Math.max(Math.min(...times), now + PATIENCE);
}

function liquidation({ liquidator, deployment, marketId }: Stage, { address }: Token): Call {
  const data = venues.encodeFunctionData("liquidate", [marketId, address]);
  return { from: liquidator, to: deployment.venue, data };
}

function rebalancing({ keeper }: Stage, { address }: Token): Call {
  return { from: keeper, to: address, data: REBALANCE };
}

function eventsOf({ address }: Token, { logs }: Receipt): LogDescription[] {
  const own = logs.filter((log) => log.address.toLowerCase() === address.toLowerCase());
  return own.map((log) => tokens.parseLog(log)).filter((event) => event !== null);
}

function toTrade({ chain, system }: Stage, before: Token, args: Record<string, unknown>): Trade {
  const amount = (name: string): bigint => args[name] as bigint;
  const price = amount("price");
  const equity = amount("equity") * 10n ** BigInt(18 - system.collateral.decimals);
  return {
    time: chain.now,
    symbol: before.symbol,
    reason: enumName(REASONS, amount("reason")),
    complete: args["complete"] as boolean,
    price,
    sizeDelta: amount("sizeDelta"),
    notional: (amount("sizeDelta") * price) / WAD,
    target: before.targetLeverage,
    leverageBefore: before.leverage,
    equityAfter: amount("equity"),
    leverageAfter: equity === 0n ? 0n : (amount("size") * price) / equity,
    cost: amount("cost"),
    tip: amount("tip"),
  };
}
