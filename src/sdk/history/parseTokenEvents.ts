import type { Log, LogDescription, Result } from "ethers";
import { TOKEN_INTERFACE } from "../contracts.js";
import { BLOCKERS, enumName, REASONS } from "../read/enums.js";
import { mintFeeOf, redeemFeeOf } from "./feeOf.js";
import type { FundMark, MintEvent, TokenEvent } from "./TokenEvent.js";

const NAMES = ["Deposit", "Subscribed", "Withdraw", "Redeemed", "Rebalanced", "RebalanceBlocked", "Settled"] as const;

/** First topics of the events a token's history is read from. */
export const HISTORY_TOPICS: readonly string[] = NAMES.map((name) => TOKEN_INTERFACE.getEvent(name).topicHash);

interface Parsed {
  readonly log: Log;
  readonly event: LogDescription;
}

/** Reads the history of one token out of its logs, in their order. */
export function parseTokenEvents(logs: readonly Log[]): readonly TokenEvent[] {
  const parsed = logs
    .filter(({ topics }) => HISTORY_TOPICS.includes(topics[0] ?? ""))
    .map((log) => ({ log, event: TOKEN_INTERFACE.parseLog(log) }))
    .filter((each): each is Parsed => each.event !== null);
  return parsed.flatMap((each, at) => toEvent(each, parsed[at + 1]) ?? []);
}

/** A mint and a redeem are two events each, the second of which has the state after it. */
function toEvent({ log, event }: Parsed, next: Parsed | undefined): TokenEvent | undefined {
  const place = { block: log.blockNumber, index: log.index, transaction: log.transactionHash };
  const { args } = event;
  const second = next?.log.transactionHash === log.transactionHash ? next.event : undefined;
  switch (event.name) {
    case "Deposit": {
      if (second?.name !== "Subscribed") return undefined;
      const mint = { ...amounts(args), ...charges(second.args) };
      return { kind: "mint", ...place, ...mint, fee: mintFeeOf(mint), after: markOf(second.args) };
    }
    case "Withdraw": {
      const isSettled = second?.name !== "Redeemed";
      const redeem = { ...amounts(args), ...(isSettled ? { cost: 0n, feeShares: 0n } : charges(second.args)) };
      const receiver = args["receiver"] as string;
      const after = isSettled ? undefined : markOf(second.args);
      return { kind: "redeem", ...place, ...redeem, receiver, fee: redeemFeeOf(redeem), after };
    }
    case "Rebalanced":
      return {
        kind: "rebalance",
        ...place,
        reason: enumName(REASONS, args["reason"] as bigint),
        sizeDelta: args["sizeDelta"] as bigint,
        complete: args["complete"] as boolean,
        cost: args["cost"] as bigint,
        tip: args["tip"] as bigint,
        after: markOf(args),
      };
    case "RebalanceBlocked":
      return {
        kind: "blocked",
        ...place,
        reason: enumName(REASONS, args["reason"] as bigint),
        blocker: enumName(BLOCKERS, args["blocker"] as bigint),
        sizeDelta: args["sizeDelta"] as bigint,
        since: args["since"] as bigint,
      };
    case "Settled":
      return { kind: "settle", ...place, assets: args["assets"] as bigint, supply: args["supply"] as bigint };
    default:
      return undefined;
  }
}

function amounts(args: Result): Pick<MintEvent, "sender" | "owner" | "assets" | "shares"> {
  return {
    sender: args["sender"] as string,
    owner: args["owner"] as string,
    assets: args["assets"] as bigint,
    shares: args["shares"] as bigint,
  };
}

function charges(args: Result): Pick<MintEvent, "cost" | "feeShares"> {
  return { cost: args["cost"] as bigint, feeShares: args["feeShares"] as bigint };
}

function markOf(args: Result): FundMark {
  return {
    price: args["price"] as bigint,
    size: args["size"] as bigint,
    equity: args["equity"] as bigint,
    supply: args["supply"] as bigint,
  };
}
