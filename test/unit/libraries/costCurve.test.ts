import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { amount, logUniform, MAX_INT256, MIN_INT256, signed } from "../../support/libraries/arbitrary.js";
import { chargedCost, exactCost, fee, notionalOf, price, type Curve } from "../../support/libraries/fund.js";
import { ceil, ratio, truncate } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { WAD } from "../../support/numbers.js";

const { ethers } = await connect();
const math = await ethers.deployContract("CostCurveHarness");

/** {usd} Up to 1e21 dollars and down to the single wei, where a rounding is the whole cost. */
const dollars = fc.oneof(signed(10n ** 39n), signed(10n ** 24n), signed(50n));
const depth = fc.oneof(amount(0n, 10n ** 39n), logUniform(1n, 1_000n));
const curve = fc.record({ fee: fc.oneof(fee, amount(0n, WAD)), skew: dollars, depth });
/** Whether `n (2K + n)` leaves 256 bits: more dollars than there are. */
function overflows({ skew, depth }: Curve, n: bigint): boolean {
  const product = n * (2n * skew + n);
  return depth !== 0n && (product > MAX_INT256 || product < MIN_INT256);
}

const trade = fc.record({
  curve,
  sizeDelta: fc.oneof(signed(10n ** 30n), signed(10n ** 22n), signed(100n)),
  price: fc.oneof(price, amount(WAD / 10n, 3n * WAD)),
});

describe("CostCurve", function () {
  reachingProperty(
    "charges fee |n| + max(0, n (2K + n) / 2D), never less, and less than four wei more where depth outweighs the trade",
    trade,
    { impact: 0.2, relief: 0.05, "no depth limit": 0.01, "within depth": 0.1, "beyond 256 bits": 0.005 },
    async ({ curve, sizeDelta, price }, reach) => {
      const n = notionalOf({ size: sizeDelta, price });
      if (overflows(curve, ceil(n.abs()) * (sizeDelta < 0n ? -1n : 1n))) {
        await expect(math.costUp(curve, sizeDelta, price)).to.be.revertedWithPanic(0x11);
        reach("beyond 256 bits");
        return;
      }
      const exact = exactCost(curve, n);
      const charged = await math.costUp(curve, sizeDelta, price);
      expect(exact.compare(charged) <= 0, `${charged.toString()} covers ${exact.toString()}`).to.be.true;
      expect(charged).to.equal(chargedCost(curve, sizeDelta, price));
      const marginal = curve.depth === 0n ? ratio(0n) : n.abs().add(curve.skew).abs().div(curve.depth);
      const isWithin = marginal.compare(1n) < 0;
      if (isWithin && curve.fee < WAD / 2n) expect(exact.add(4n).compare(charged) > 0).to.be.true;
      reach("within depth", isWithin);
      reach("impact", exact.compare(n.abs().mul(ratio(curve.fee, WAD))) > 0);
      reach("relief", curve.depth !== 0n && sizeDelta !== 0n && n.mul(n.add(2n * curve.skew)).compare(0n) < 0);
      reach("no depth limit", curve.depth === 0n);
    },
  );

  it("charges a venue of 0.1 % and a depth of 1,000 dollars as the formula says, to the wei", async function () {
    const at = (skew: bigint) => ({ fee: WAD / 1_000n, skew: skew * WAD, depth: 1_000n * WAD });
    // 100 * 0.001 + 100 * (2 K + 100) / 2000
    expect(await math.costUp(at(0n), 2n * WAD, 50n * WAD)).to.equal((51n * WAD) / 10n);
    expect(await math.costUp(at(30n), 2n * WAD, 50n * WAD)).to.equal((81n * WAD) / 10n);
    expect(await math.costUp(at(-30n), 2n * WAD, 50n * WAD)).to.equal((21n * WAD) / 10n);
    expect(await math.costUp(at(-50n), 2n * WAD, 50n * WAD)).to.equal(WAD / 10n);
    expect(await math.costUp(at(-90n), 2n * WAD, 50n * WAD)).to.equal(WAD / 10n);
    expect(await math.costUp(at(30n), -2n * WAD, 50n * WAD)).to.equal((21n * WAD) / 10n);
    expect(await math.costUp(at(0n), 0n, 50n * WAD)).to.equal(0n);
  });

  reachingProperty(
    "charges impact only for moving the skew further out, rounded up",
    fc.tuple(curve, dollars),
    { impact: 0.3, none: 0.1 },
    async ([curve, n], reach) => {
      if (overflows(curve, n)) {
        await expect(math.hasImpact(curve, n)).to.be.revertedWithPanic(0x11);
        await expect(math.impactUp(curve, n)).to.be.revertedWithPanic(0x11);
        return;
      }
      const free = { ...curve, fee: 0n };
      const impact = exactCost(free, ratio(n));
      expect(await math.hasImpact(curve, n)).to.equal(impact.compare(0n) > 0);
      if (curve.depth !== 0n) expect(await math.impactUp(curve, n)).to.equal(ceil(impact));
      reach("impact", impact.compare(0n) > 0);
      reach("none", curve.depth !== 0n && impact.equals(0n));
    },
  );

  it("has no impact exactly where a trade mirrors the skew, and some one wei further", async function () {
    for (const side of [1n, -1n]) {
      const curve = { fee: 0n, skew: -side * 500n, depth: 7n };
      expect(await math.hasImpact(curve, side * 1_000n)).to.be.false;
      expect(await math.impactUp(curve, side * 1_000n)).to.equal(0n);
      expect(await math.hasImpact(curve, side * 1_001n)).to.be.true;
      // 1001 * 1 / 14 = 71.5
      expect(await math.impactUp(curve, side * 1_001n)).to.equal(72n);
      expect(await math.hasImpact({ ...curve, depth: 0n }, side * 1_001n)).to.be.false;
    }
    expect(await math.hasImpact({ fee: 0n, skew: 5n, depth: 7n }, 0n)).to.be.false;
  });

  reachingProperty(
    "gives the standing skew's slope, factor times skew over depth, toward zero and with its sign",
    fc.tuple(curve, fc.oneof(signed(5n * 10n ** 30n), signed(1_000n))),
    { positive: 0.1, negative: 0.1 },
    async ([curve, factor], reach) => {
      if (curve.depth === 0n) {
        await expect(math.skewSlope(curve, factor)).to.be.revertedWithPanic(0x12);
        return;
      }
      const slope = await math.skewSlope(curve, factor);
      expect(slope).to.equal(truncate(ratio(factor * curve.skew, curve.depth)));
      reach("positive", slope > 0n);
      reach("negative", slope < 0n);
    },
  );
});
