import { expect } from "chai";
import { encodeBytes32String, MaxInt256, type AddressLike } from "ethers";
import { chargedFor } from "../expected.js";
import { max } from "../numbers.js";
import { outageOf } from "./outage.js";
import { OUTAGE_PROMISES } from "./outagePromises.js";
import { attempt, open, play, seenIn, type Deed } from "./play.js";
import { expectTyped, type PortPromise } from "./promise.js";
import { inUnits, provoke, type Stage } from "./stage.js";

export const PROMISES: readonly PortPromise[] = [
  {
    name: "the account obeys one owner, and payMargin is called on that owner alone, inside its own trade",
    async check(stage, course) {
      await play(stage, course);
      const { owner, stranger, account, market, system } = stage;
      const { sizeDelta, ...reading } = await booty(stage);
      const terms = [false, 0n, await stranger.getAddress()] as const;
      const { interface: port } = account;
      for (const data of [
        port.encodeFunctionData("trade", [market, 0n, 0n, reading.equity, ...terms]),
        port.encodeFunctionData("trade", [market, sizeDelta, 0n, 0n, ...terms]),
        port.encodeFunctionData("close", [market]),
        owner.interface.encodeFunctionData("payMargin", [reading.equity]),
      ]) {
        const seen = await seenIn(await provoke(stage, account, data), owner);
        expect(seen.positionAfter).to.deep.equal(seen.positionBefore);
        expect(seen.spent, "taken from its owner").to.equal(0n);
        expect(await system.collateral.balanceOf(stranger), "a stranger's booty").to.equal(0n);
      }
      expect(await owner.strayCalls(), "calls of payMargin out of turn").to.equal(0n);
    },
  },
  {
    name: "equity = equityBefore + pay - take - cost to the unit, without cost where the mover pays it",
    async check(stage, course) {
      for (const { terms, seen } of taken(await play(stage, course))) {
        const { cost, equityBefore, equity } = seen.outcome;
        const moved = terms.pay - terms.take;
        expect(equity).to.equal(equityBefore + moved - (terms.moverPaysCost ? 0n : cost));
        expect(seen.spent, "what the mover paid").to.equal(moved + (terms.moverPaysCost ? cost : 0n));
      }
    },
  },
  {
    name: "position and trade of one block agree on equity and price, and a trade does not move the mark in its block",
    async check(stage, course) {
      for (const { terms, seen } of taken(await play(stage, course))) {
        const { positionBefore, positionAfter, outcome } = seen;
        expect(inUnits(stage, positionBefore.equity)).to.equal(outcome.equityBefore);
        expect(inUnits(stage, positionAfter.equity)).to.equal(outcome.equity);
        expect(positionAfter.size).to.equal(positionBefore.size + terms.sizeDelta);
        expect(positionAfter.price).to.equal(positionBefore.price);
        expect(positionAfter.priceUpdatedAt).to.equal(positionBefore.priceUpdatedAt);
      }
    },
  },
  {
    name: "cost is at most maxCost, or the trade reverts typed",
    async check(stage, course) {
      const deeds = await play(stage, course, ({ bite }, quoted) => quoted - BigInt(bite));
      for (const { terms, seen } of deeds) {
        if (seen.refusal === "0x") expect(seen.outcome.cost).to.be.at.most(terms.maxCost);
        else expectTyped(seen.refusal);
      }
    },
  },
  {
    name: "quote is never below the cost of that trade in the same block, and equal to it where isExact",
    async check(stage, course) {
      for (const { seen } of taken(await play(stage, course))) {
        expect(seen.quoted).to.be.at.least(seen.outcome.cost);
        if (seen.isExact) expect(seen.quoted).to.equal(seen.outcome.cost);
      }
    },
  },
  {
    name: "an exact position's curve gives every quote to the unit",
    async check(stage, course) {
      for (const { terms, seen } of await play(stage, course)) {
        const { isExact, curve, price } = seen.positionBefore;
        if (!isExact) continue;
        expect(seen.isExact).to.equal(true);
        expect(seen.quoted).to.equal(chargedFor(stage.system, curve, terms.sizeDelta, price));
      }
    },
  },
  {
    name: "snapshot says of the account what position says",
    async check(stage, course) {
      await play(stage, course);
      const { account, market, owner } = stage;
      const [reading] = await account.snapshot(market, owner);
      expect(reading).to.deep.equal(await account.position(market, owner));
    },
  },
  {
    name: "what is taken is sent to the receiver",
    async check(stage, course) {
      await play(stage, course);
      const { account, market, owner, stranger, system } = stage;
      const { equity } = await account.position(market, owner);
      const take = inUnits(stage, equity) / 1_000n;
      const receiver = await stranger.getAddress();
      const data = account.interface.encodeFunctionData("trade", [market, 0n, 0n, take, false, MaxInt256, receiver]);
      const { done, result, spent } = await attempt(stage, account, data);
      expect(done, result).to.equal(true);
      expect([await system.collateral.balanceOf(stranger), spent]).to.deep.equal([take, 0n]);
    },
  },
  {
    name: "the terms of a market never change",
    async check(stage, course) {
      const { venue, market } = stage;
      const terms = await venue.terms(market);
      await play(stage, course);
      await outageOf(stage, course).begin();
      expect(await venue.terms(market)).to.deep.equal(terms);
    },
  },
  {
    name: "a market that does not exist has no terms, no account and no outage",
    async check(stage, course) {
      await play(stage, course);
      const { account, venue, owner } = stage;
      const unknown = encodeBytes32String("none such");
      const self = await owner.getAddress();
      const { interface: port } = account;
      for (const data of [
        port.encodeFunctionData("position", [unknown, self]),
        port.encodeFunctionData("snapshot", [unknown, self]),
        port.encodeFunctionData("quote", [unknown, self, 0n]),
        port.encodeFunctionData("liquidationPrice", [unknown, self]),
        port.encodeFunctionData("trade", [unknown, 0n, 0n, 0n, false, MaxInt256, self]),
        port.encodeFunctionData("close", [unknown]),
      ]) {
        expectTyped(await refusalOf(stage, account, data));
      }
      const { interface: exchange } = venue;
      for (const data of [
        exchange.encodeFunctionData("terms", [unknown]),
        exchange.encodeFunctionData("openAccount", [unknown]),
        exchange.encodeFunctionData("reportOutage", [unknown]),
        exchange.encodeFunctionData("expire", [unknown, 1n]),
      ]) {
        expectTyped(await refusalOf(stage, venue, data));
      }
    },
  },
  {
    name: "what snapshot does not say is refused, is taken",
    async check(stage, course) {
      for (const { terms, seen } of await play(stage, course)) {
        expect(seen.refusal, `of ${JSON.stringify(terms, asText)}`).to.equal("0x");
      }
    },
  },
  {
    name: "close closes the whole account and pays all that is left, less its cost",
    async check(stage, course) {
      await play(stage, course);
      const seen = await seenIn(await stage.owner.close(), stage.owner);
      expect(seen.refusal).to.equal("0x");
      const left = max(inUnits(stage, seen.positionBefore.equity) - seen.quoted, 0n);
      expect(-seen.spent).to.be.at.least(left);
      if (seen.isExact) expect(-seen.spent).to.equal(left);
      expect([seen.positionAfter.size, seen.positionAfter.equity]).to.deep.equal([0n, 0n]);
    },
  },
  {
    name: "an account stays its owner's: opening again gives no other and changes nothing",
    async check(stage, course) {
      await open(stage, course);
      const { owner, venue, market, account } = stage;
      const again = venue.interface.encodeFunctionData("openAccount", [market]);
      const call = owner.interface.encodeFunctionData("execute", [await venue.getAddress(), again]);
      const seen = await seenIn(await owner.watch(owner, call), owner);
      expect(seen.positionAfter).to.deep.equal(seen.positionBefore);
      if (seen.refusal !== "0x") return;
      const result = await owner.execute.staticCall(venue, again);
      const [opened] = venue.interface.decodeFunctionResult("openAccount", result) as unknown as [string];
      expect(opened).to.equal(await account.getAddress());
    },
  },
  ...OUTAGE_PROMISES,
];

/** What a refused trade has broken is said by its own promise. */
function taken(deeds: readonly Deed[]): Deed[] {
  return deeds.filter(({ seen }) => seen.refusal === "0x");
}

/** The error's data of a call that must be refused. */
async function refusalOf(stage: Stage, target: AddressLike, data: string): Promise<string> {
  const { done, result } = await attempt(stage, target, data);
  expect(done, data.slice(0, 10)).to.equal(false);
  return result;
}

/** What a stranger would like to have: all equity, and the position closed. */
async function booty(stage: Stage) {
  const { size, equity } = await stage.account.position(stage.market, stage.owner);
  return { sizeDelta: -size, equity: inUnits(stage, equity) };
}

function asText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
