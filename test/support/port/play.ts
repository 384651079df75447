import { MaxInt256, type AddressLike, type ContractTransactionResponse } from "ethers";
import type { AccountOwner } from "../../../types/ethers-contracts/index.js";
import { nextBlock } from "../actions.js";
import { abs, max, min, WAD } from "../numbers.js";
import type { Course, Step } from "./course.js";
import { inUnits, priceAt, type Stage } from "./stage.js";

/** As in the contract AccountOwner. */
export interface Terms {
  readonly sizeDelta: bigint;
  readonly pay: bigint;
  readonly take: bigint;
  readonly moverPaysCost: boolean;
  readonly maxCost: bigint;
}

/** What the owner saw in the transaction of a trade, with its terms. */
export interface Deed {
  readonly terms: Terms;
  readonly seen: Sight;
}

export type Sight = Awaited<ReturnType<typeof seenIn>>;

/** {collateral, whole units} What an account begins with. */
const STAKE = 10_000n;

/** Opens the account and trades along `course`, each time at the most a trade may cost by `maxCost`. */
export async function play(
  stage: Stage,
  course: Course,
  maxCost: (step: Step, quoted: bigint) => bigint = () => MaxInt256,
): Promise<Deed[]> {
  await open(stage, course);
  const deeds: Deed[] = [];
  for (const step of course.steps) {
    await priceAt(stage, step.price);
    const { blockTag } = await nextBlock(stage.system);
    const terms = await termsFor(stage, course, step, maxCost, blockTag);
    deeds.push({ terms, seen: await seenIn(await stage.owner.trade(terms), stage.owner) });
  }
  return deeds;
}

/** Opens the account; from then on the venue may show its fault. */
export async function open(stage: Stage, { isLong, leverage }: Course): Promise<void> {
  const { system, owner } = stage;
  const pay = STAKE * system.unit;
  const size = (STAKE * BigInt(leverage) * WAD * WAD) / (10n * system.options.price);
  const sizeDelta = isLong ? size : -size;
  const opening = { sizeDelta, pay, take: 0n, moverPaysCost: false, maxCost: MaxInt256 };
  const { refusal } = await seenIn(await owner.trade(opening), owner);
  if (refusal !== "0x") throw new Error(`The account could not be opened: ${refusal}`);
  await stage.unsettle();
}

/** What the owner said it saw. */
export async function seenIn(transaction: ContractTransactionResponse, owner: AccountOwner) {
  const receipt = await transaction.wait();
  const [event] = await owner.queryFilter(owner.filters.Seen(), receipt!.blockNumber, receipt!.blockNumber);
  return event!.args.sight;
}

/** What a call of the owner's has brought, made without a look at the account. */
export async function attempt({ owner, system }: Stage, target: AddressLike, data: string) {
  const target_ = await system.connection.ethers.resolveAddress(target);
  const receipt = await (await owner.attempt(target_, data)).wait();
  const [event] = await owner.queryFilter(owner.filters.Attempted(), receipt!.blockNumber, receipt!.blockNumber);
  return event!.args;
}

/** Terms within what the venue says it takes, the account's own margin included. */
async function termsFor(
  stage: Stage,
  { isLong }: Course,
  step: Step,
  maxCost: (step: Step, quoted: bigint) => bigint,
  blockTag: "pending",
): Promise<Terms> {
  const { venue, market, account, owner } = stage;
  const [position, room] = await account.snapshot(market, owner, { blockTag });
  const { initialMargin } = await venue.terms(market);
  const { price, size } = position;
  const equity = inUnits(stage, position.equity);
  const held = abs(size);
  const isLongNow = size === 0n ? isLong : size > 0n;
  // {collateral} Twice the margin that an increase must leave, so that no cost comes near it.
  const needed = (amount: bigint) => inUnits(stage, (amount * price * 2n * initialMargin) / (WAD * WAD));

  let amount = 0n;
  let pay = 0n;
  if (step.size === "reduce" && room.maxReduction >= room.minReduction) {
    amount = room.minReduction + share(room.maxReduction - room.minReduction, step.part);
  } else if (step.size === "grow") {
    const affordable = ((equity - needed(held)) * held) / max(needed(held), 1n);
    const most = isLongNow ? room.maxLong : room.maxShort;
    amount = share(step.margin === "pay" ? most : min(most, max(affordable / 2n, 0n)), step.part);
  }
  const holds = step.size === "grow" ? held + amount : held - amount;
  const sizeDelta = (step.size === "grow") === isLongNow ? amount : -amount;
  const [quoted] = await account.quote(market, owner, sizeDelta, { blockTag });
  const dear = 5n * max(quoted, 0n);

  if (step.margin === "pay") pay = max(share(equity, step.marginPart), needed(holds) + dear - equity);
  const free = equity - needed(holds) - dear;
  let take = step.margin === "take" && free > 0n ? share(free, step.marginPart) : 0n;
  if (step.moverPaysCost && take < dear) take = 0n;
  return { sizeDelta, pay: max(pay, 0n), take, moverPaysCost: step.moverPaysCost, maxCost: maxCost(step, quoted) };
}

function share(amount: bigint, thousandths: number): bigint {
  return (amount * BigInt(thousandths)) / 1_000n;
}
