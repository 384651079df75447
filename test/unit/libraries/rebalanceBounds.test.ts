import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { argumentsOf, NOW, quietCase, UNLIMITED, type Case } from "../../support/libraries/rebalances.js";
import { DAY, HOUR, WAD, wad } from "../../support/numbers.js";
import { policyOf } from "../../support/options.js";
import { Action, Reason } from "../../support/outcomes.js";

const { ethers } = await connect();
const logic = await ethers.deployContract("RebalanceLogicHarness");

const decide = (given: Case) => logic.decide(...argumentsOf(given));
const DOLLAR = 1_000_000n;
const MIDNIGHT = NOW - 10n * HOUR;

/** 1,000 dollars at a price of 100 and a target of 3x; a day has passed unless a test says otherwise. */
function due(size: bigint, parts: Partial<Case["facts"]> & Partial<Case["fund"]> & Partial<Case["policy"]> = {}): Case {
  const quiet = quietCase({ size });
  const pick = <T extends object>(of: T): T =>
    Object.fromEntries(
      Object.entries(of).map(([key, value]) => [key, (parts as Record<string, unknown>)[key] ?? value]),
    ) as T;
  const facts = { ...quiet.facts, rebalancedAt: MIDNIGHT - 1n };
  return { ...quiet, fund: pick(quiet.fund), facts: pick(facts), policy: pick(quiet.policy) };
}

/** The same fund short. */
function mirrored(given: Case): Case {
  const { fund } = given;
  const curve = { ...fund.curve, skew: -fund.curve.skew };
  return { ...given, target: -given.target, fund: { ...fund, size: -fund.size, curve } };
}

describe("RebalanceLogic: boundaries", function () {
  it("trades back to target in one go where nothing is in the way", async function () {
    const decision = await decide(due(28n * WAD));
    expect(decision).to.deep.equal([
      Action.Trade,
      Reason.Scheduled,
      true,
      2n * WAD,
      // 1 %, four wei of cost on two coins, and the last digit.
      101n * WAD + 3n,
      0n,
      NOW,
    ]);
    const sale = await decide(due(32n * WAD));
    expect([sale.sizeDelta, sale.limitPrice]).to.deep.equal([-2n * WAD, 99n * WAD - 3n]);
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

  it("leaves a fund of fewer than 2,000 units alone, and settles one without a unit", async function () {
    const of = (equity: bigint) => decide(due(80n * 10n ** 12n, { equity, supply: WAD }));
    expect((await of(2n * 10n ** 15n - 1n)).action).to.equal(Action.None);
    expect((await of(2n * 10n ** 15n)).action).to.equal(Action.Trade);
    expect((await of(10n ** 12n)).action).to.equal(Action.None);
    const settled = await of(10n ** 12n - 1n);
    expect(settled).to.deep.equal([Action.Settle, Reason.None, false, 0n, 0n, 0n, NOW]);
    // What never was more than dust is not settled.
    expect((await decide(due(0n, { equity: 0n, supply: 0n }))).action).to.equal(Action.None);
    expect((await decide(due(40n, { equity: 10n ** 15n - 1n, supply: 0n, unit: 1n }))).action).to.equal(Action.None);
  });

  it("says when time makes the next one due: the next boundary, or the end of a cooldown, at the earliest next second", async function () {
    const nothing = (parts: Parameters<typeof due>[1]) => decide(due(30n * WAD, parts));
    expect((await nothing({ rebalancedAt: MIDNIGHT })).dueAt).to.equal(MIDNIGHT + DAY);
    expect((await nothing({ rebalancedAt: NOW - 10n, unfinished: true })).dueAt).to.equal(NOW + 50n);
    expect((await nothing({ rebalancedAt: NOW - 59n, unfinished: true })).dueAt).to.equal(NOW + 1n);
    expect((await nothing({ rebalancedAt: NOW - 60n, unfinished: true })).dueAt).to.equal(NOW + 1n);
    expect((await nothing({ rebalancedAt: NOW - HOUR, unfinished: true })).dueAt).to.equal(NOW + 1n);
  });

  it("cuts a trade to the largest size, and calls it complete only if that is all of it", async function () {
    const of = (maxTrade: bigint, unfinished = false) => decide(due(28n * WAD, { maxTrade, unfinished }));
    expect([...(await of(200n * WAD))].slice(2, 4)).to.deep.equal([true, 2n * WAD]);
    expect([...(await of(200n * WAD - 1n))].slice(2, 4)).to.deep.equal([false, 2n * WAD - 1n]);
    expect([...(await of(50n * WAD))].slice(2, 4)).to.deep.equal([false, WAD / 2n]);
    expect([...(await of(50n * WAD, true))].slice(1, 4)).to.deep.equal([Reason.Continuation, false, WAD / 2n]);
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

  it("allows an emergency four times the size, and as much wider as its price is old", async function () {
    const of = (age: bigint) => decide(due(60n * WAD, { maxTrade: 50n * WAD, priceUpdatedAt: NOW - age, tipCap: 0n }));
    expect((await of(0n)).sizeDelta).to.equal(-2n * WAD);
    expect((await of(300n)).sizeDelta).to.equal(-3n * WAD);
    expect((await of(1_800n)).sizeDelta).to.equal(-8n * WAD);
    expect((await of(9_999n)).sizeDelta).to.equal(-8n * WAD);
    // 2 % instead of 1 %, then 4 %.
    const coin = (bound: bigint, size: bigint) => 100n * WAD - bound * WAD - (4n * WAD) / size - 1n;
    expect((await of(0n)).limitPrice).to.equal(coin(2n, 2n * WAD));
    expect((await of(600n)).limitPrice).to.equal(coin(4n, 4n * WAD));
  });

  it("cuts an increase to what the venue takes on that side, and never a reduction", async function () {
    const room = { maxLong: WAD, maxShort: 3n * WAD };
    const long = await decide(due(28n * WAD, room));
    expect([long.complete, long.sizeDelta]).to.deep.equal([false, WAD]);
    const short = await decide(mirrored(due(28n * WAD, { maxLong: 3n * WAD, maxShort: WAD })));
    expect([short.complete, short.sizeDelta]).to.deep.equal([false, -WAD]);
    const exact = await decide(due(28n * WAD, { maxLong: 2n * WAD }));
    expect([exact.complete, exact.sizeDelta]).to.deep.equal([true, 2n * WAD]);
    const reduction = await decide(due(32n * WAD, { maxLong: 0n, maxShort: 0n }));
    expect([reduction.complete, reduction.sizeDelta]).to.deep.equal([true, -2n * WAD]);
    expect((await decide(due(28n * WAD, { maxLong: 0n }))).action).to.equal(Action.None);
  });

  it("cuts a trade to the slippage it may cost, the taker fee included", async function () {
    // Impact per dollar is (2K + n) / 2D: at 1 % less 0.5 % of fee and a depth of 10,000, 100 dollars without skew.
    const curve = (skew: bigint) => ({ fee: wad("0.005"), skew: skew * WAD, depth: 10_000n * WAD });
    const of = (skew: bigint, size = 26n) => decide(due(size * WAD, { curve: curve(skew) }));
    expect((await of(0n)).sizeDelta).to.equal(WAD);
    expect((await of(20n)).sizeDelta).to.equal((WAD * 60n) / 100n);
    expect((await of(-20n)).sizeDelta).to.equal((WAD * 140n) / 100n);
    expect((await of(50n)).action).to.equal(Action.None);
    expect((await of(60n)).action).to.equal(Action.None);
    expect((await of(-20n, 34n)).sizeDelta).to.equal((-WAD * 60n) / 100n);
    const dear = { fee: wad("0.01"), skew: 0n, depth: 0n };
    expect((await decide(due(26n * WAD, { curve: dear }))).action).to.equal(Action.Trade);
    const dearer = { ...dear, fee: dear.fee + 1n };
    expect((await decide(due(26n * WAD, { curve: dearer }))).action).to.equal(Action.None);
  });

  describe("the tip", function () {
    // 60 coins are 6x on a target of 3x: the gap is 3,000 dollars.
    const tipOf = async (parts: Parameters<typeof due>[1]) => (await decide(due(60n * WAD, parts))).tip;
    const generous = { tipCap: UNLIMITED, tipRate: wad("0.003") };

    it("is a rate of the gap, growing with the age of the price", async function () {
      expect(await tipOf(generous)).to.equal(9n * DOLLAR);
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
    const onTarget = (parts: Parameters<typeof due>[1]) => decide(due(30n * WAD, parts));

    it("is due at a boundary when the account could win more than twice what is left of its reserve", async function () {
      expect((await onTarget({ winnable: 5n, winnableIfMarked: 10n })).action).to.equal(Action.None);
      const marked = await onTarget({ winnable: 5n, winnableIfMarked: 11n });
      expect(marked).to.deep.equal([Action.Trade, Reason.Scheduled, true, 0n, 0n, 0n, NOW]);
    });

    it("is no reason by itself, and not without a position", async function () {
      const facts = { winnable: 0n, winnableIfMarked: 1n };
      expect((await onTarget({ ...facts, rebalancedAt: MIDNIGHT })).action).to.equal(Action.None);
      expect((await onTarget({ ...facts, unfinished: true })).action).to.equal(Action.None);
      const flat = due(0n, { ...facts, maxLong: 0n });
      const policy = policyOf({ lowerBand: 0n }, 1n);
      expect((await decide({ ...flat, policy })).action).to.equal(Action.None);
    });
  });

  describe("without a landing", function () {
    // The notional is 9,000 on 1,000 of equity and the market is so shallow that selling costs more than it relieves.
    const shallow = (parts: Parameters<typeof due>[1]) =>
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
      expect((await shallow({ curve: dear })).action).to.equal(Action.None);
    });
  });
});
