import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { argumentsOf, NOW, quietCase, UNLIMITED, type Case } from "../../support/libraries/rebalances.js";
import { DAY, HOUR, WAD, wad } from "../../support/numbers.js";
import { Action, Blocker, Reason } from "../../support/outcomes.js";

const { ethers } = await connect();
const logic = await ethers.deployContract("RebalanceLogicHarness");

const decide = (given: Case) => logic.decide(...argumentsOf(given));
const DOLLAR = 1_000_000n;
const MIDNIGHT = NOW - 10n * HOUR;

type Parts = Partial<Case["context"]> & Partial<Case["fund"]> & Partial<Case["bands"]>;

/** 1,000 dollars at a price of 100 and a target of 3x; a day has passed unless a test says otherwise. */
function due(size: bigint, parts: Parts = {}): Case {
  const quiet = quietCase({ size });
  const pick = <T extends object>(of: T): T =>
    Object.fromEntries(
      Object.entries(of).map(([key, value]) => [key, (parts as Record<string, unknown>)[key] ?? value]),
    ) as T;
  const context = { ...quiet.context, rebalancedAt: MIDNIGHT - 1n };
  return { ...quiet, fund: pick(quiet.fund), context: pick(context), bands: pick(quiet.bands) };
}

/** The same fund short. */
function mirrored(given: Case): Case {
  const { fund } = given;
  const curve = { ...fund.curve, skew: -fund.curve.skew };
  return { ...given, target: -given.target, fund: { ...fund, size: -fund.size, curve } };
}

/** What is decided of a trade. */
async function tradeOf(given: Case) {
  const { action, complete, sizeDelta } = await decide(given);
  expect(action).to.equal(Action.Trade);
  return { complete, sizeDelta };
}

async function expectBlocked(given: Case, blocker: bigint, sizeDelta = 0n) {
  const decision = await decide(given);
  const { action, complete, tip, dueAt } = decision;
  expect({ action, blocker: decision.blocker, complete, sizeDelta: decision.sizeDelta, tip, dueAt }).to.deep.equal({
    action: Action.Blocked,
    blocker,
    complete: false,
    sizeDelta,
    tip: 0n,
    dueAt: NOW,
  });
}

describe("RebalanceLogic: boundaries", function () {
  it("trades back to target in one go where nothing is in the way", async function () {
    // 1 % of 200 dollars, and four wei of rounding, which are a unit.
    expect(await decide(due(28n * WAD))).to.deep.equal([
      Action.Trade,
      Reason.Scheduled,
      Blocker.None,
      true,
      2n * WAD,
      2n * DOLLAR + 1n,
      0n,
      NOW,
    ]);
    // A reduction may cost 3 %.
    const sale = await decide(due(32n * WAD));
    expect([sale.sizeDelta, sale.maxCost]).to.deep.equal([-2n * WAD, 6n * DOLLAR + 1n]);
  });

  it("does one rebalance a second, whatever is due", async function () {
    const emergency = due(60n * WAD, { rebalancedAt: NOW });
    expect((await decide(emergency)).action).to.equal(Action.None);
    expect((await decide(due(60n * WAD, { rebalancedAt: NOW - 1n }))).reason).to.equal(Reason.Emergency);
  });

  it("takes a gap of 0.01 % of the target notional as dust, and the first wei more as a trade", async function () {
    // 0.01 % of 3,000 dollars: 0.3 dollars, 0.003 coins.
    const gap = 3n * 10n ** 15n;
    for (const of of [due, (size: bigint) => mirrored(due(size))]) {
      expect((await decide(of(30n * WAD + gap))).action).to.equal(Action.None);
      expect((await decide(of(30n * WAD - gap))).action).to.equal(Action.None);
      expect((await decide(of(30n * WAD + gap + 1n))).action).to.equal(Action.Trade);
      expect((await decide(of(30n * WAD - gap - 1n))).action).to.equal(Action.Trade);
    }
  });

  it("leaves a fund of fewer than 2,000 units alone, and one of dust; settling is the token's own", async function () {
    const of = async (equity: bigint) => (await decide(due(80n * 10n ** 12n, { equity, supply: WAD }))).action;
    expect(await of(2n * 10n ** 15n)).to.equal(Action.Trade);
    for (const equity of [2n * 10n ** 15n - 1n, 10n ** 12n, 0n]) expect(await of(equity)).to.equal(Action.None);
    // A thousand million million units of an 18-decimal collateral, and still dust.
    expect((await decide(due(40n, { equity: 10n ** 15n - 1n, supply: 0n, unit: 1n }))).action).to.equal(Action.None);
  });

  it("says when time makes the next one due: the next boundary, or the end of a cooldown, at the earliest next second", async function () {
    const nothing = (parts: Parts) => decide(due(30n * WAD, parts));
    expect((await nothing({ rebalancedAt: MIDNIGHT })).dueAt).to.equal(MIDNIGHT + DAY);
    expect((await nothing({ rebalancedAt: NOW - 10n, unfinished: true })).dueAt).to.equal(NOW + 50n);
    expect((await nothing({ rebalancedAt: NOW - 59n, unfinished: true })).dueAt).to.equal(NOW + 1n);
    expect((await nothing({ rebalancedAt: NOW - 60n, unfinished: true })).dueAt).to.equal(NOW + 1n);
    expect((await nothing({ rebalancedAt: NOW - HOUR, unfinished: true })).dueAt).to.equal(NOW + 1n);
  });

  it("cuts a trade to the largest size, and calls it complete only if that is all of it", async function () {
    const of = (maxTrade: bigint) => tradeOf(due(28n * WAD, { maxTrade }));
    expect(await of(200n * WAD)).to.deep.equal({ complete: true, sizeDelta: 2n * WAD });
    expect(await of(200n * WAD - 1n)).to.deep.equal({ complete: false, sizeDelta: 2n * WAD - 1n });
    expect(await of(50n * WAD)).to.deep.equal({ complete: false, sizeDelta: WAD / 2n });
    const next = await decide(due(28n * WAD, { maxTrade: 50n * WAD, unfinished: true }));
    expect([next.reason, next.complete, next.sizeDelta]).to.deep.equal([Reason.Continuation, false, WAD / 2n]);
  });

  it("trades a chunk of the largest size however small a part of the fund it is", async function () {
    // Ten cents, where 30 are dust.
    expect((await tradeOf(due(28n * WAD, { maxTrade: WAD / 10n }))).sizeDelta).to.equal(WAD / 1_000n);
  });

  it("never calls a reduction complete that cannot land, though it closes more than the gap", async function () {
    // 5x with 2,000 dollars too many: impact at a depth of 11,000 eats what the sale relieves, and 3,268 bring it lowest.
    const curve = { fee: 0n, skew: 0n, depth: 11_000n * WAD };
    const decision = await decide(due(50n * WAD, { curve, maxSlippage: WAD, emergencySlippage: WAD, tipCap: 0n }));
    const rest = 1_732_050_807_568_877_293_528n; // sqrt(5,000^2 - 2 * 11,000 * 1,000), rounded up
    expect([decision.complete, decision.sizeDelta]).to.deep.equal([false, -(5_000n * WAD - rest) / 100n]);
    const deeper = { ...curve, depth: 12_001n * WAD };
    const lands = await decide(due(50n * WAD, { curve: deeper, maxSlippage: WAD, emergencySlippage: WAD, tipCap: 0n }));
    expect(lands.complete).to.be.true;
  });

  it("allows an emergency four times the size, and as much wider as it has been blocked", async function () {
    const of = (parts: Parts) => decide(due(60n * WAD, { maxTrade: 50n * WAD, tipCap: 0n, ...parts }));
    const blockedFor = async (age: bigint) => (await of({ blockedSince: NOW - age })).sizeDelta;
    expect((await of({})).sizeDelta).to.equal(-2n * WAD);
    expect(await blockedFor(0n)).to.equal(-2n * WAD);
    expect(await blockedFor(300n)).to.equal(-3n * WAD);
    expect(await blockedFor(1_800n)).to.equal(-8n * WAD);
    expect(await blockedFor(9_999n)).to.equal(-8n * WAD);
    // An old price alone widens neither size nor cost.
    const old = await of({ priceUpdatedAt: NOW - 1_800n });
    expect([old.sizeDelta, old.maxCost]).to.deep.equal([-2n * WAD, 6n * DOLLAR + 1n]);
  });

  it("lets a reduction cost as much more as it has been blocked, and an increase never", async function () {
    const costOf = async (size: bigint, age: bigint) =>
      (await decide(due(size * WAD, { blockedSince: NOW - age }))).maxCost;
    // 3 %, 6 % and 12 % of 200 dollars.
    expect(await costOf(32n, 0n)).to.equal(6n * DOLLAR + 1n);
    expect(await costOf(32n, 600n)).to.equal(12n * DOLLAR + 1n);
    expect(await costOf(32n, 1_800n)).to.equal(24n * DOLLAR + 1n);
    expect(await costOf(28n, 1_800n)).to.equal(2n * DOLLAR + 1n);
  });

  it("cuts an increase to what the venue takes on that side", async function () {
    const room = { maxLong: WAD, maxShort: 3n * WAD };
    expect(await tradeOf(due(28n * WAD, room))).to.deep.equal({ complete: false, sizeDelta: WAD });
    const short = mirrored(due(28n * WAD, { maxLong: 3n * WAD, maxShort: WAD }));
    expect(await tradeOf(short)).to.deep.equal({ complete: false, sizeDelta: -WAD });
    const exact = due(28n * WAD, { maxLong: 2n * WAD, maxReduction: 0n });
    expect(await tradeOf(exact)).to.deep.equal({ complete: true, sizeDelta: 2n * WAD });
  });

  it("cuts a reduction to the largest the venue takes", async function () {
    const free = due(32n * WAD, { maxLong: 0n, maxShort: 0n, maxReduction: 2n * WAD });
    expect(await tradeOf(free)).to.deep.equal({ complete: true, sizeDelta: -2n * WAD });
    const cut = due(32n * WAD, { maxReduction: WAD, minReduction: WAD });
    expect(await tradeOf(cut)).to.deep.equal({ complete: false, sizeDelta: -WAD });
    expect(await tradeOf(mirrored(cut))).to.deep.equal({ complete: false, sizeDelta: WAD });
  });

  it("is blocked by the venue where it leaves nothing, or no more than dust", async function () {
    await expectBlocked(due(28n * WAD, { maxLong: 0n }), Blocker.Increase);
    // 30 cents are dust.
    const dust = (3n * WAD) / 1_000n;
    await expectBlocked(due(28n * WAD, { maxLong: dust }), Blocker.Increase, dust);
    expect((await tradeOf(due(28n * WAD, { maxLong: dust + 1n }))).sizeDelta).to.equal(dust + 1n);
    await expectBlocked(due(32n * WAD, { maxReduction: 0n }), Blocker.Reduction);
    await expectBlocked(due(32n * WAD, { maxReduction: dust }), Blocker.Reduction, -dust);
    await expectBlocked(mirrored(due(32n * WAD, { maxReduction: dust })), Blocker.Reduction, dust);
  });

  it("is blocked by the venue where it takes only larger reductions", async function () {
    expect((await tradeOf(due(32n * WAD, { minReduction: 2n * WAD }))).complete).to.be.true;
    await expectBlocked(due(32n * WAD, { minReduction: 2n * WAD + 1n }), Blocker.Reduction);
    // Of a chunk it is the chunk that counts, and of an increase nothing.
    await expectBlocked(due(32n * WAD, { minReduction: WAD, maxTrade: 100n * WAD - 1n }), Blocker.Reduction);
    expect((await tradeOf(due(28n * WAD, { minReduction: 3n * WAD }))).complete).to.be.true;
  });

  it("cuts a trade to what it may cost, the taker fee included, and is blocked where that is nothing", async function () {
    // Impact per dollar is (2K + n) / 2D: at 1 % less 0.5 % of fee and a depth of 10,000, 100 dollars without skew.
    const curve = (skew: bigint) => ({ fee: wad("0.005"), skew: skew * WAD, depth: 10_000n * WAD });
    const of = (skew: bigint, size = 26n) =>
      due(size * WAD, { curve: curve(skew), emergencySlippage: wad("0.01"), maxSlippage: wad("0.01") });
    expect((await tradeOf(of(0n))).sizeDelta).to.equal(WAD);
    expect((await tradeOf(of(20n))).sizeDelta).to.equal((WAD * 60n) / 100n);
    expect((await tradeOf(of(-20n))).sizeDelta).to.equal((WAD * 140n) / 100n);
    expect((await tradeOf(of(-20n, 34n))).sizeDelta).to.equal((-WAD * 60n) / 100n);
    await expectBlocked(of(50n), Blocker.Cost);
    await expectBlocked(of(60n), Blocker.Cost);
    const dear = { fee: wad("0.01"), skew: 0n, depth: 0n };
    await tradeOf(due(26n * WAD, { curve: dear }));
    await expectBlocked(due(26n * WAD, { curve: { ...dear, fee: dear.fee + 1n } }), Blocker.Cost);
  });

  it("names the venue where both cut a trade, and says what may be paid where it is cost that leaves dust", async function () {
    const curve = (skew: string) => ({ fee: wad("0.005"), skew: wad(skew), depth: 10_000n * WAD });
    await expectBlocked(due(26n * WAD, { curve: curve("20"), maxLong: 1n }), Blocker.Increase, 1n);
    // 100 - 2 * 49.85 dollars are dust.
    const left = due(26n * WAD, { curve: curve("49.85") });
    await expectBlocked(left, Blocker.Cost, wad("0.003"));
    expect((await decide(left)).maxCost).to.equal(3_001n);
  });

  describe("the tip", function () {
    // 60 coins are 6x on a target of 3x: the gap is 3,000 dollars.
    const tipOf = async (parts: Parts) => (await decide(due(60n * WAD, parts))).tip;
    const generous = { tipCap: UNLIMITED, tipRate: wad("0.003") };

    it("is a rate of the gap, growing with the age of the price and not with how long it has been blocked", async function () {
      expect(await tipOf(generous)).to.equal(9n * DOLLAR);
      expect(await tipOf({ ...generous, blockedSince: NOW - 600n })).to.equal(9n * DOLLAR);
      expect(await tipOf({ ...generous, tipRate: wad("0.001"), priceUpdatedAt: NOW - 600n })).to.equal(6n * DOLLAR);
    });

    it("is at most 1 % of equity, and at most its cap", async function () {
      expect(await tipOf({ ...generous, tipRate: wad("0.01") })).to.equal(10n * DOLLAR);
      expect(await tipOf({ ...generous, tipCap: 7n * DOLLAR })).to.equal(7n * DOLLAR);
    });

    it("is paid for the part of the gap that is closed", async function () {
      // With a tip of 10 dollars 3,030 remain to be sold; 4 * 303 of them are a tenth of 40 %.
      const tenPercent = { ...generous, tipRate: wad("0.01"), maxTrade: (303n * WAD) / 4n };
      expect(await tipOf(tenPercent)).to.equal(DOLLAR);
    });

    it("is for emergencies alone, and leaves the target where equity is after it", async function () {
      expect((await decide(due(49n * WAD, generous))).tip).to.equal(0n);
      const decision = await decide(due(60n * WAD, generous));
      // 3 * (1,000 - 9) = 2,973 dollars of 6,000 stay.
      expect([decision.complete, decision.sizeDelta]).to.deep.equal([true, -wad("30.27")]);
    });
  });

  describe("marking", function () {
    const profits = { remainingProfit: 5n, remainingProfitIfMarked: 11n };
    const marked = (complete: boolean) => [Action.Trade, Reason.Marking, Blocker.None, complete, 0n, 0n, 0n, NOW];

    it("is due when the account could win more than twice what is left of its reserve, at a boundary or not", async function () {
      const once = due(30n * WAD, { ...profits, remainingProfitIfMarked: 10n });
      expect((await decide(once)).action).to.equal(Action.None);
      expect(await decide(due(30n * WAD, profits))).to.deep.equal(marked(true));
      expect(await decide(due(30n * WAD, { ...profits, rebalancedAt: MIDNIGHT }))).to.deep.equal(marked(true));
    });

    it("leaves a rebalance unfinished that is", async function () {
      const unfinished = due(30n * WAD, { ...profits, unfinished: true });
      expect(await decide(unfinished)).to.deep.equal(marked(false));
      const coolingDown = due(31n * WAD, { ...profits, unfinished: true, rebalancedAt: NOW - 1n });
      expect(await decide(coolingDown)).to.deep.equal(marked(false));
    });

    it("is left to a trade that is due, but not to one that is blocked", async function () {
      expect((await decide(due(28n * WAD, profits))).reason).to.equal(Reason.Scheduled);
      expect(await decide(due(28n * WAD, { ...profits, maxLong: 0n }))).to.deep.equal(marked(true));
      await expectBlocked(due(28n * WAD, { maxLong: 0n }), Blocker.Increase);
    });

    it("is never due twice a second, nor without a position", async function () {
      expect((await decide(due(30n * WAD, { ...profits, rebalancedAt: NOW }))).action).to.equal(Action.None);
      const flat = due(0n, { ...profits, lowerBand: 0n, rebalancedAt: MIDNIGHT });
      expect((await decide(flat)).action).to.equal(Action.None);
    });
  });

  describe("without a landing", function () {
    // The notional is 9,000 on 1,000 of equity and the market is so shallow that selling costs more than it relieves.
    const shallow = (parts: Parts) =>
      decide(due(90n * WAD, { maxSlippage: WAD, emergencySlippage: WAD, tipCap: 0n, ...parts }));

    it("sells what brings leverage lowest, and says that more is to come", async function () {
      // N - sqrt(N^2 - 2 D E) = 9,000 - 1,000 sqrt(81 - 2 * 16) = 2,000 with D = 16,000
      const curve = { fee: 0n, skew: 0n, depth: 16_000n * WAD };
      const { complete, sizeDelta } = await shallow({ curve });
      expect(complete).to.be.false;
      expect(sizeDelta).to.equal(-20n * WAD);
      const mirror = await decide(
        mirrored(due(90n * WAD, { maxSlippage: WAD, emergencySlippage: WAD, tipCap: 0n, curve })),
      );
      expect(mirror.sizeDelta).to.equal(20n * WAD);
    });

    it("sells twice the skew where only that is free", async function () {
      const skewed = { fee: 0n, skew: 500n * WAD, depth: WAD };
      const { complete, sizeDelta } = await shallow({ curve: skewed });
      expect([complete, sizeDelta]).to.deep.equal([false, -10n * WAD]);
    });

    it("sells nothing where even the fee is beyond equity", async function () {
      const dear = { fee: wad("0.12"), skew: 0n, depth: 16_000n * WAD };
      const given = due(90n * WAD, { maxSlippage: WAD, emergencySlippage: WAD, tipCap: 0n, curve: dear });
      await expectBlocked(given, Blocker.Cost);
    });
  });
});
