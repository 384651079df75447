import type { ModelEvent } from "../model/index.js";
import { MARKET, type World } from "../backtest/World.js";
import type { Stage } from "./stage.js";
import { MARKET_ID } from "./stage.js";

/** The fund right after one transaction, as one side has it: text, so that both sides are compared to the last digit. */
export interface Snapshot {
  /** {s} */
  readonly time: number;
  readonly what: string;
  /** Values of the event that says what was done, without the names that differ by nature. */
  readonly event: string;
  readonly nav: string;
  /** Minted shares, and those pending for the management fee as stored. */
  readonly shares: string;
  /** Position, mark, margin and reserve at the venue. */
  readonly account: string;
  /** Funding paid per unit of a long since listing. */
  readonly funding: string;
}

/** What is compared, in words. */
export const COMPARED: readonly (keyof Snapshot)[] = ["time", "what", "event", "nav", "shares", "account", "funding"];

/** The twin's side. */
export function ofTwin({ chain, token, venue }: World, what: string, event?: ModelEvent): Snapshot {
  const { size, mark, margin, reserve } = venue.account(MARKET, token.address);
  const { pendingFeeShares } = token.state();
  return {
    time: Number(chain.now),
    what,
    event: event === undefined ? "" : text(numbersOf(event.values)),
    nav: text([token.nav()]),
    shares: text([token.totalSupply(), pendingFeeShares]),
    account: text([size, mark, margin, reserve]),
    funding: text([venue.marketState(MARKET).funding.index]),
  };
}

/** The chain's. */
export async function ofChain(stage: Stage, what: string, event?: readonly unknown[]): Promise<Snapshot> {
  const { chain, token, venue, addresses } = stage;
  const nav = await callChain(stage, addresses.token, token.encodeFunctionData("nav"));
  const supply = await callChain(stage, addresses.token, token.encodeFunctionData("totalSupply"));
  const state = await callChain(stage, addresses.token, token.encodeFunctionData("state"));
  const [{ pendingFeeShares }] = token.decodeFunctionResult("state", state) as unknown as [
    { pendingFeeShares: bigint },
  ];
  const account = await callChain(
    stage,
    addresses.venue,
    venue.encodeFunctionData("account", [MARKET_ID, addresses.token]),
  );
  const [held] = venue.decodeFunctionResult("account", account) as unknown as [
    { size: bigint; mark: bigint; margin: bigint; reserve: bigint },
  ];
  const market = await callChain(stage, addresses.venue, venue.encodeFunctionData("marketState", [MARKET_ID]));
  const [{ funding }] = venue.decodeFunctionResult("marketState", market) as unknown as [
    { funding: { index: bigint } },
  ];
  return {
    time: chain.now,
    what,
    event: event === undefined ? "" : text(numbersOf(event)),
    nav: text([BigInt(nav)]),
    shares: text([BigInt(supply), pendingFeeShares]),
    account: text([held.size, held.mark, held.margin, held.reserve]),
    funding: text([funding.index]),
  };
}

/** What a view of a contract answers at the newest block. */
export async function callChain({ provider }: Stage, to: string, data: string): Promise<string> {
  return (await provider.request({ method: "eth_call", params: [{ to, data }, "latest"] })) as string;
}

/** An event's amounts: addresses and the market's name are other texts on either side. */
function numbersOf(values: readonly unknown[]): unknown[] {
  return values.filter((value) => typeof value === "bigint" || typeof value === "boolean");
}

function text(values: readonly unknown[]): string {
  return values.map(String).join(" ");
}
