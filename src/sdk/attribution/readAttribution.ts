import { dilution } from "../../model/libraries/FeeMath.js";
import { knownSymbol, tokenContract, type System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";
import { unitOf } from "../history/navOf.js";
import { readTokenEvents } from "../history/readHistory.js";
import { readTimestamps } from "../history/readTimestamps.js";
import type { FundMark, RedeemEvent, TokenEvent } from "../history/TokenEvent.js";
import type { Token } from "../read/Token.js";
import { toToken } from "../read/toToken.js";
import { attribute } from "./attribute.js";
import type { Attribution } from "./Attribution.js";
import { holdingSteps, type TransferEvent } from "./holdingSteps.js";
import { readTransfers, type OwnTransfer } from "./readTransfers.js";

/** Reads what an account's holding of a token has done and why; undefined if it never held any. */
export async function readAttribution(
  system: System,
  token: string,
  account: string,
): Promise<Attribution | undefined> {
  const [found] = await readAttributions(system, account, [knownSymbol(system, token)]);
  return found;
}

/** The same of every token the account ever held; by default of all the deployment names. */
export async function readAttributions(
  system: System,
  account: string,
  symbols: readonly string[] = Object.keys(system.deployment.tokens),
): Promise<readonly Attribution[]> {
  try {
    const toBlock = await system.provider.getBlockNumber();
    const addresses = await Promise.all(symbols.map((symbol) => tokenContract(system, symbol).getAddress()));
    const moves = await readTransfers(system, addresses, account, { toBlock });
    const held = symbols.flatMap((symbol, at) => {
      const own = moves.filter(({ token }) => token.toLowerCase() === addresses[at]?.toLowerCase());
      return own[0] === undefined ? [] : [{ symbol, own, since: own[0].block }];
    });
    return await Promise.all(
      held.map(({ symbol, own, since }) => readOne(system, symbol, account, own, since, toBlock)),
    );
  } catch (error) {
    throw decodeError(error);
  }
}

async function readOne(
  system: System,
  symbol: string,
  account: string,
  own: readonly OwnTransfer[],
  since: number,
  toBlock: number,
): Promise<Attribution> {
  const [token, events] = await Promise.all([
    readTokenIn(system, symbol, toBlock),
    readTokenEvents(system, symbol, { fromBlock: since, toBlock }),
  ]);
  const transfers = await Promise.all(
    plainTransfers(own, events).map((move) => markTransfer(system, symbol, move, events)),
  );
  const now = stateOf(token);
  const steps = holdingSteps({
    events: [...events, ...transfers].sort((a, b) => a.block - b.block || a.index - b.index),
    account,
    terms: token,
    now,
    supplyBefore: await suppliesBefore(system, token, events),
  });
  const gains = attribute(steps, {
    targetLeverage: token.targetLeverage,
    unit: unitOf(token.collateralDecimals),
  });
  const isEstimated =
    transfers.some(({ mark }) => mark === undefined) || (now === undefined && token.health !== "Settled");
  return { token: symbol, since, ...gains, isEstimated };
}

/** Those that are no part of a mint or redeem. */
function plainTransfers(own: readonly OwnTransfer[], events: readonly TokenEvent[]): readonly OwnTransfer[] {
  // The transfer of a mint is the log right before its event. The fee collector's shares are created without one.
  const isPartOfMint = (move: OwnTransfer) =>
    move.isMint &&
    events.some(({ kind, block, index }) => kind === "mint" && block === move.block && index === move.index + 1);
  return own.filter((move) => !move.isBurn && !isPartOfMint(move));
}

async function markTransfer(
  system: System,
  symbol: string,
  { block, index, transaction, shares }: OwnTransfer,
  events: readonly TokenEvent[],
): Promise<TransferEvent> {
  // Of a block in which more happened a node tells only the end.
  const isAlone = !events.some((event) => event.block === block);
  const mark = isAlone ? await readTokenIn(system, symbol, block).then(stateOf, () => undefined) : undefined;
  return { kind: "transfer", block, index, transaction, shares, mark };
}

async function readTokenIn(system: System, symbol: string, blockTag: number): Promise<Token> {
  return toToken(await system.lens.viewToken(tokenContract(system, symbol), { blockTag }));
}

/** What the fund is marked at, if there is a price. */
function stateOf({ health, price, size, equity, supply }: Token): FundMark | undefined {
  return health === "PriceInvalid" || health === "Settled" ? undefined : { price, size, equity, supply };
}

/** What was minted and pending when the last holder left, by the management fee accrued since the event before. */
async function suppliesBefore(
  system: System,
  { fees }: Token,
  events: readonly TokenEvent[],
): Promise<(event: RedeemEvent) => bigint> {
  const exits = events.flatMap((event, at) => {
    const previous = events.slice(0, at).findLast(({ kind }) => kind !== "blocked");
    return event.kind === "redeem" && event.after?.supply === 0n ? [{ event, previous }] : [];
  });
  const blocks = exits.flatMap(({ event, previous }) => [event.block, previous?.block ?? event.block]);
  const times = await readTimestamps(system, blocks);
  return (event) => {
    const previous = exits.find((exit) => exit.event === event)?.previous;
    const supply =
      previous === undefined || !("after" in previous) ? event.shares : (previous.after?.supply ?? event.shares);
    const elapsed = (times.get(event.block) ?? 0n) - (times.get(previous?.block ?? event.block) ?? 0n);
    return supply + dilution(supply, fees.managementPpmPerYear, elapsed);
  };
}
