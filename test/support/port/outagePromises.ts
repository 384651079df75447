import { expect } from "chai";
import { MaxInt256 } from "ethers";
import { IPriceOracle__factory } from "../../../types/ethers-contracts/index.js";
import { outlast } from "../actions.js";
import { abs, WAD } from "../numbers.js";
import type { Course } from "./course.js";
import { outageOf, revive, type Outage } from "./outage.js";
import { attempt, play, seenIn } from "./play.js";
import { expectTyped, type PortPromise } from "./promise.js";
import { inUnits, priceAt, provoke, type Stage } from "./stage.js";

/** What an account's carry may come to while a market is dead: one part in so many of its notional. */
const CARRY = 100n;

/** {1} How far one call searches for the price a market closes at. */
const STEPS = 64n;

export const OUTAGE_PROMISES: readonly PortPromise[] = [
  {
    name: "while position reverts for want of a price, or says that the market is halted, close reverts too, until it has expired",
    async check(stage, course) {
      await play(stage, course);
      const outage = outageOf(stage, course);
      await outage.begin();
      await expectDead(stage);
      await runClock(stage, course, outage);
      await expectDead(stage);
    },
  },
  {
    name: "an expired market answers as halted, at one price for good, takes no trade, and close pays all equity at that price",
    async check(stage, course) {
      await play(stage, course);
      const { account, market, owner, venue } = stage;
      const { expiresFirst, change } = course.outage;
      const outage = outageOf(stage, course);
      const before = await account.position(market, owner);
      // The newest price is one at which nothing was traded.
      await priceAt(stage, change);
      await outage.begin();
      const price = await priceOfEnd(stage, await outlast({ ...stage.system, venue }));
      let exact: bigint | undefined;
      if (expiresFirst) {
        while (!(await venue.expire.staticCall(market, STEPS))) await venue.expire(market, STEPS);
        await venue.expire(market, STEPS);
        await revive(stage, outage, -2 * change);
        const expired = await account.position(market, owner);
        expect([expired.halted, expired.price, expired.size]).to.deep.equal([true, price, before.size]);
        await expectClosingIsAllItTakes(stage);
        exact = inUnits(stage, expired.equity);
      }
      const { done, result, spent } = await attempt(stage, account, closing(stage));
      expect(done, result).to.equal(true);
      const paid = BigInt(result);
      expect(-spent, "what arrived").to.equal(paid);
      if (exact !== undefined) expect(paid).to.equal(exact);
      const carry = (abs(before.size) * price) / (WAD * CARRY);
      const fair = before.equity + (before.size * (price - before.price)) / WAD;
      expect(paid).to.be.at.least(inUnits(stage, fair - carry));
      const left = await account.position(market, owner);
      expect([left.size, left.equity, left.price]).to.deep.equal([0n, 0n, price]);
    },
  },
];

/** Nothing is said of the account but that its market is halted, and nothing can be done with it. */
async function expectDead(stage: Stage): Promise<void> {
  const { account, market, owner, venue } = stage;
  const { interface: port } = account;
  const self = await owner.getAddress();
  const reading = await attempt(stage, account, port.encodeFunctionData("position", [market, self]));
  if (reading.done) {
    const [{ halted }] = port.decodeFunctionResult("position", reading.result) as unknown as [{ halted: boolean }];
    expect(halted, "a dead market says it is halted").to.equal(true);
  } else {
    await expectRefused(stage, port.encodeFunctionData("snapshot", [market, self]));
    await expectRefused(stage, port.encodeFunctionData("quote", [market, self, 1n]));
  }
  await expectRefused(stage, port.encodeFunctionData("trade", [market, 0n, 0n, 0n, false, MaxInt256, self]));
  // Who asks too early does not bring the end nearer.
  await attempt(stage, venue, venue.interface.encodeFunctionData("expire", [market, STEPS]));
  await expectRefused(stage, closing(stage));
}

async function expectRefused(stage: Stage, data: string): Promise<void> {
  const { done, result, spent } = await attempt(stage, stage.account, data);
  expect([done, spent], `refusal of ${data.slice(0, 10)}`).to.deep.equal([false, 0n]);
  expectTyped(result);
}

/** Neither a trade nor a stranger gets anything out of an expired market. */
async function expectClosingIsAllItTakes(stage: Stage): Promise<void> {
  const { account, owner, stranger, system } = stage;
  const marking = { sizeDelta: 0n, pay: 0n, take: 0n, moverPaysCost: false, maxCost: MaxInt256 };
  const { refusal } = await seenIn(await owner.trade(marking), owner);
  expectTyped(refusal);
  const seen = await seenIn(await provoke(stage, account, closing(stage)), owner);
  expect(seen.positionAfter).to.deep.equal(seen.positionBefore);
  expect(await system.collateral.balanceOf(stranger), "a stranger's booty").to.equal(0n);
}

/** Lets a clock run up to its end where it is kept going, and beyond where it is not: the market lives on either way. */
async function runClock(stage: Stage, { outage: { clock, change } }: Course, outage: Outage): Promise<void> {
  const { system, venue, market } = stage;
  const { time } = system.connection.networkHelpers;
  const { outageDelay } = await venue.terms(market);
  await venue.reportOutage(market);
  const since = BigInt(await time.latest());
  if (clock === "stopped") {
    await revive(stage, outage, change);
    await venue.reportOutage(market);
    await outage.begin();
  } else if (clock === "kept" || !outage.endsUnseen) {
    for (const third of [1n, 2n]) {
      await time.increaseTo(since + (outageDelay * third) / 3n);
      await venue.reportOutage(market);
      await expectDead(stage);
    }
    // What is tried next takes some blocks, a second each.
    await time.increaseTo(since + outageDelay - 30n);
    return;
  }
  await time.increaseTo(since + outageDelay + 1n);
}

/** The newest valid price {usd/base} at `end` {s}, WAD. */
async function priceOfEnd({ venue, market, system }: Stage, end: bigint): Promise<bigint> {
  const { oracle } = await venue.terms(market);
  const { price } = await IPriceOracle__factory.connect(oracle, system.governor).priceAt(end, 0n, STEPS);
  return price;
}

function closing({ account, market }: Stage): string {
  return account.interface.encodeFunctionData("close", [market]);
}
