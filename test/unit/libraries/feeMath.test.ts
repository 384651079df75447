import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { expectClose } from "../../support/expectations.js";
import { amount, MAX_UINT256 } from "../../support/libraries/arbitrary.js";
import { ceil, floor, isAbove, ratio, type Rational } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { DAY, max, WAD, wad, YEAR } from "../../support/numbers.js";
import { Phase } from "../../support/outcomes.js";
import { property } from "../../support/property.js";

const { ethers } = await connect();
const math = await ethers.deployContract("FeeMathHarness");

const CAP = 100_000n;
const MILLION = 1_000_000n;

/** The first `terms` of exp(x) - 1: from below for any x above 0, and as near as one likes. */
function growth(x: Rational, terms: bigint): Rational {
  let term = ratio(1n);
  let sum = ratio(0n);
  for (let i = 1n; i <= terms; i++) {
    term = term.mul(x).div(i);
    sum = sum.add(term);
  }
  return sum;
}

/** A token's state as far as the count of fees reads it. */
function stateOf(parts: {
  pendingFeeShares?: bigint;
  feesAccruedAt?: bigint;
  managementPpmPerYear?: bigint;
  phase?: bigint;
}) {
  const rest = { rebalancedAt: 0n, mintPpm: 0n, redeemPpm: 0n, capacity: 0n, mintPaused: false, hasDebts: false };
  const none = { pendingFeeShares: 0n, feesAccruedAt: 0n, managementPpmPerYear: 0n, phase: Phase.Active };
  return { ...rest, ...none, ...parts };
}

describe("FeeMath", function () {
  reachingProperty(
    "dilutes by S (exp(rate t) - 1) cut after the sixth power: rounded down, and never more than the rate says",
    fc.tuple(amount(0n, 10n ** 32n, 1n), amount(0n, CAP, 36_500n), amount(0n, 100n * YEAR, DAY, YEAR)),
    { "something to take": 0.4, "years at a high rate": 0.1 },
    async ([supply, ppm, elapsed], reach) => {
      const x = ratio(ppm * elapsed, MILLION * YEAR);
      const taken = await math.dilution(supply, ppm, elapsed);
      expect(isAbove(ratio(taken), growth(x, 6n).mul(supply)), "more than the series").to.be.false;
      // Rounding: the exponent and each of the six steps lose less than a wei, which the later steps multiply.
      const lost = growth(x, 5n).mul(2n).add(3n).div(WAD);
      expect(isAbove(ratio(taken), growth(x, 6n).sub(lost).mul(supply).sub(1n)), "less than rounding").to.be.true;
      reach("something to take", taken > 0n);
      reach("years at a high rate", x.compare(1n) > 0);
    },
  );

  property(
    "never takes more of the fund than 1 - exp(-rate t), and after a year at the cap only 2e-11 of it less",
    fc.tuple(amount(1n, 10n ** 32n), amount(0n, CAP), amount(0n, YEAR)),
    async ([supply, ppm, elapsed]) => {
      const taken = await math.dilution(supply, ppm, elapsed);
      const most = growth(ratio(ppm * elapsed, MILLION * YEAR), 20n).mul(supply);
      expect(isAbove(ratio(taken), most)).to.be.false;
      expect(
        isAbove(
          ratio(taken)
            .add(ratio((supply + taken) * 2n, 10n ** 11n))
            .add(1n),
          most,
        ),
      ).to.be.true;
    },
  );

  it("takes nothing of nothing, for nothing and at once", async function () {
    expect(await math.dilution(0n, CAP, YEAR)).to.equal(0n);
    expect(await math.dilution(10n ** 30n, 0n, YEAR)).to.equal(0n);
    expect(await math.dilution(10n ** 30n, CAP, 0n)).to.equal(0n);
  });

  it("stays within its words over all the seconds 40 bits can count, and says so when the supply does not", async function () {
    const seconds = 2n ** 40n - 1n;
    const exact = growth(ratio(CAP * seconds, MILLION * YEAR), 6n);
    const taken = await math.dilution(WAD, CAP, seconds);
    expectClose(taken, floor(exact.mul(WAD)), 1e-12);
    await expect(math.dilution(MAX_UINT256, CAP, YEAR)).to.be.revertedWithPanic(0x11);
  });

  const shares = amount(0n, 2n ** 128n, MILLION);
  const tradePpm = amount(0n, 10_000n, 1_000n);

  property(
    "takes a fee in parts per million of shares, rounded up: collector over user",
    fc.tuple(shares, amount(0n, 65_535n, 1_000n)),
    async ([of, ppm]) => {
      expect(await math.feeUp(of, ppm)).to.equal(ceil(ratio(of * ppm, MILLION)));
    },
  );

  it("takes a whole share for any part of one, and of any number there can be", async function () {
    expect(await math.feeUp(1n, 1n)).to.equal(1n);
    expect(await math.feeUp(MILLION, 1n)).to.equal(1n);
    expect(await math.feeUp(MILLION + 1n, 1n)).to.equal(2n);
    expect(await math.feeUp(0n, 10_000n)).to.equal(0n);
    expect(await math.feeUp(10n, 0n)).to.equal(0n);
    expect(await math.feeUp(MAX_UINT256, 10_000n)).to.equal(ceil(ratio(MAX_UINT256, 100n)));
  });

  property(
    "finds the most shares that are covered together with the fee on top, which is never below the rate",
    fc.tuple(shares, tradePpm),
    async ([gross, ppm]) => {
      const most = await math.withoutFeeDown(gross, ppm);
      expect(most).to.equal(floor(ratio(gross * MILLION, MILLION + ppm)));
      expect((gross - most) * MILLION >= most * ppm, "the fee").to.be.true;
      expect(most + 1n + ceil(ratio((most + 1n) * ppm, MILLION)) > gross, "and no share more").to.be.true;
    },
  );

  property(
    "finds the least shares of which enough are left once the fee is kept back, which is never below the rate",
    fc.tuple(shares, tradePpm),
    async ([net, ppm]) => {
      const least = await math.withFeeUp(net, ppm);
      expect(least).to.equal(ceil(ratio(net * MILLION, MILLION - ppm)));
      expect(least - net).to.equal(ceil(ratio(least * ppm, MILLION)), "the fee");
      if (least > 0n) {
        const less = least - 1n;
        expect(less - ceil(ratio(less * ppm, MILLION)) < net, "and no share less").to.be.true;
      }
    },
  );

  it("covers a hundred shares and their fee of 1 % with a hundred and one, and keeps one of a hundred back", async function () {
    expect(await math.withoutFeeDown(101n, 10_000n)).to.equal(100n);
    expect(await math.withoutFeeDown(100n, 10_000n)).to.equal(99n);
    expect(await math.withFeeUp(99n, 10_000n)).to.equal(100n);
    expect(await math.withFeeUp(100n, 10_000n)).to.equal(102n);
  });

  const states = fc.record({
    minted: amount(0n, 10n ** 32n),
    pending: amount(0n, 2n ** 80n - 1n),
    ppm: amount(0n, CAP, 36_500n),
    feesAccruedAt: amount(0n, 1_700_000_000n),
    phase: fc.constantFrom(Phase.Active, Phase.Unfinished, Phase.Settled),
  });
  reachingProperty(
    "counts the management fee on shares minted and pending since the last accrual, and none once settled",
    states,
    { counted: 0.3, settled: 0.1 },
    async ({ minted, pending, ppm, feesAccruedAt, phase }, reach) => {
      const state = stateOf({ pendingFeeShares: pending, feesAccruedAt, managementPpmPerYear: ppm, phase });
      const accrued = await math.accrue(state, minted);
      const elapsed = accrued.timestamp - feesAccruedAt;
      const added = phase === Phase.Settled ? 0n : await math.dilution(minted + pending, ppm, elapsed);
      expect([accrued.supply, accrued.pending]).to.deep.equal([minted + pending + added, pending + added]);
      reach("counted", added > 0n);
      reach("settled", phase === Phase.Settled);
    },
  );

  it("counts nothing within the second of the last accrual, and a part in a million of a year after a year", async function () {
    const { timestamp } = await math.accrue(stateOf({}), 0n);
    const at = (ago: bigint) => stateOf({ feesAccruedAt: timestamp - ago, managementPpmPerYear: 1n });
    const supplies = await Promise.all(
      [0n, YEAR].map(async (ago) => (await math.accrue(at(ago), MILLION * WAD)).supply),
    );
    expect(supplies).to.deep.equal([MILLION * WAD, MILLION * WAD + WAD + WAD / (2n * MILLION)]);
  });

  reachingProperty(
    "accepts a set of fees exactly when each is within its cap: 10 % a year, 1 %, 1 %",
    fc.record({
      managementPpmPerYear: amount(0n, 2n ** 24n - 1n, CAP, CAP + 1n),
      mintPpm: amount(0n, 65_535n, 10_000n, 10_001n),
      redeemPpm: amount(0n, 65_535n, 10_000n, 10_001n),
    }),
    { within: 0.1, beyond: 0.2 },
    async (fees, reach) => {
      const isWithin = fees.managementPpmPerYear <= CAP && fees.mintPpm <= 10_000n && fees.redeemPpm <= 10_000n;
      expect(await math.withinCaps(fees)).to.equal(isWithin);
      reach("within", isWithin);
      reach("beyond", !isWithin);
    },
  );

  it("accepts each cap itself, and nothing above it", async function () {
    const caps = { managementPpmPerYear: CAP, mintPpm: 10_000n, redeemPpm: 10_000n };
    expect(await math.withinCaps(caps)).to.be.true;
    expect(await math.withinCaps({ ...caps, managementPpmPerYear: CAP + 1n })).to.be.false;
    expect(await math.withinCaps({ ...caps, mintPpm: 10_001n })).to.be.false;
    expect(await math.withinCaps({ ...caps, redeemPpm: 10_001n })).to.be.false;
  });

  const trips = fc.record({
    leverage: amount(0n, 9n * WAD, 3n * WAD, 15n * 10n ** 17n),
    takerFee: amount(0n, WAD, 5n * 10n ** 14n),
    threshold: amount(0n, WAD, 10n ** 15n),
  });

  reachingProperty(
    "asks for fees of |L| times what a hidden move wins beyond two taker fees, the second on what the move leaves of a short",
    trips,
    { "some fees": 0.2, none: 0.2 },
    async ({ leverage, takerFee, threshold }, reach) => {
      const [l, f, t] = [leverage, takerFee, threshold].map((value) => ratio(value, WAD)) as [
        Rational,
        Rational,
        Rational,
      ];
      const won = l.mul(t.sub(f.mul(ratio(2n).sub(t))));
      const least = max(0n, ceil(won.mul(WAD)));
      expect(await math.arbitrageBound(leverage, takerFee, threshold)).to.equal(least);
      reach("some fees", least > 0n);
      reach("none", least === 0n);
    },
  );

  reachingProperty(
    "leaves nothing to earn by minting before a hidden move and redeeming after it, long or short, however fees are split",
    fc.tuple(trips, amount(0n, WAD, 0n, WAD), amount(0n, WAD, WAD), amount(0n, WAD, WAD), fc.boolean()),
    { "for a fee": 0.2, "for none": 0.2, "to the wei": 0.001 },
    async ([{ leverage, takerFee, threshold }, part, size, move, isLong], reach) => {
      const least = await math.arbitrageBound(leverage, takerFee, threshold);
      if (least > WAD) return;
      const m = ratio(least * part, WAD * WAD);
      const r = ratio(least, WAD).sub(m);
      // Any leverage up to the largest, and any move up to the threshold, the trader's way.
      const l = ratio(leverage * size, WAD * WAD);
      const d = ratio(threshold * move, WAD * WAD);
      const f = ratio(takerFee, WAD);
      const paid = l.mul(f).add(1n).mul(m.add(1n));
      const closed = l.mul(isLong ? d.add(1n) : ratio(1n).sub(d));
      const worth = l.mul(d).add(1n).sub(f.mul(closed));
      const earned = worth.mul(ratio(1n).sub(r)).sub(paid);
      expect(earned.compare(0n) <= 0, "earns nothing").to.be.true;
      reach("for a fee", least > 0n);
      reach("for none", least === 0n);
      reach("to the wei", least > 0n && earned.mul(WAD).compare(-1n) > 0);
    },
    { normal: 1_000, deep: 5_000 },
  );

  it("asks for no more and no less where a wei decides", async function () {
    const at = (leverage: string, takerFee: bigint, threshold: string) =>
      math.arbitrageBound(wad(leverage), takerFee, wad(threshold));
    // 5 (1 % - 0.4 % * 1.99)
    expect(await at("5", wad("0.004"), "0.01")).to.equal(wad("0.0102"));
    // Taker fees of the threshold are not enough: the second one is taken of a position that is 0.1 % smaller.
    expect(await at("5", wad("0.0005"), "0.001")).to.equal(wad("0.0000025"));
    // 2.4 % * (2 - 4.6875 %) are 4.6875 %, at any leverage.
    for (const leverage of ["5", "4.999999999999999998", "0.000000000000000001"]) {
      expect(await at(leverage, wad("0.024"), "0.046875")).to.equal(0n);
      expect(await at(leverage, wad("0.024") - 1n, "0.046875")).to.be.above(0n);
    }
    expect(await at("5", wad("0.024") - 1n, "0.046875")).to.equal(10n);
    expect(await at("5", 0n, "0")).to.equal(0n);
  });
});
