import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { amount, signed } from "../../support/libraries/arbitrary.js";
import { ratio, type Rational } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";

const { ethers } = await connect();
const math = await ethers.deployContract("CostCurveHarness");

const SCALE = 10n ** 30n;

/** The quadratic whose root is asked for, all multiplied by 4 a: `(c x^2 + 4 a b x) / SCALE - 4 a^2`, exact. */
function quadratic(a: bigint, b: bigint, c: bigint, x: Rational): Rational {
  return x
    .mul(x.mul(c).add(4n * a * b))
    .div(SCALE)
    .sub(4n * a * a);
}

/** Whether the root asked for, the first positive one, is at or beyond `x`. */
function isNotBeyondRoot(a: bigint, b: bigint, c: bigint, x: Rational): boolean {
  // Where c is negative the parabola opens downward and its first root lies before the vertex.
  const isPastVertex = c < 0n && x.mul(-c).compare(2n * a * b) > 0;
  return !isPastVertex && quadratic(a, b, c, x).compare(0n) <= 0;
}

describe("CostCurve: solve", function () {
  const around = fc.oneof(
    { weight: 4, arbitrary: signed(3n * SCALE) },
    { weight: 4, arbitrary: fc.bigInt(SCALE / 2n, 2n * SCALE) },
    { weight: 1, arbitrary: signed(10n ** 36n) },
    { weight: 1, arbitrary: signed(20n) },
  );
  const term = fc.oneof(signed(2n * SCALE), signed(10n ** 36n), signed(20n));
  const a = fc.oneof(amount(0n, 10n ** 45n), amount(0n, 10n ** 30n), amount(0n, 50n));

  reachingProperty(
    "finds the first root of the quadratic, rounded down by less than a unit, exactly when there is one",
    fc.tuple(a, around, term),
    {
      "a root": 0.5,
      "none: it never gets there": 0.02,
      "none: it goes the wrong way": 0.04,
      "a root with c below 0": 0.1,
    },
    async ([a, b, c], reach) => {
      const isReal = b * b + c * SCALE >= 0n;
      const isPositive = b > 0n || c > 0n;
      const { root, exists } = await math.solve(a, b, c);
      expect(exists).to.equal(isReal && isPositive);
      reach("none: it never gets there", !isReal);
      reach("none: it goes the wrong way", isReal && !isPositive);
      reach("a root", exists);
      reach("a root with c below 0", exists && c < 0n);
      if (!exists || a === 0n) {
        expect(root).to.equal(0n);
        return;
      }
      expect(isNotBeyondRoot(a, b, c, ratio(root)), "at or before the root").to.be.true;
      // The denominator, 2 a SCALE over the root, is itself known to one unit.
      const denominator = (2n * a * SCALE) / (root + 1n);
      if (denominator > 2n) {
        const slack = ratio(denominator + 1n, denominator - 1n);
        expect(isNotBeyondRoot(a, b, c, ratio(root + 1n).mul(slack)), "less than a unit before it").to.be.false;
      }
    },
  );

  it("has a double root where the radicand is zero, and none one unit below", async function () {
    // x = 2a / b at b^2 = -c SCALE
    expect(await math.solve(7n, SCALE, -SCALE)).to.deep.equal([14n, true]);
    expect(await math.solve(7n, SCALE, -SCALE - 1n)).to.deep.equal([0n, false]);
  });

  it("has no root without a positive slope, and one as soon as it curves upward", async function () {
    expect(await math.solve(7n, 0n, 0n)).to.deep.equal([0n, false]);
    expect(await math.solve(7n, -SCALE, 0n)).to.deep.equal([0n, false]);
    expect(await math.solve(7n, -SCALE, -SCALE)).to.deep.equal([0n, false]);
    // -x + 3 x^2 / 4a = a leads to x = 2a
    expect(await math.solve(7n, -SCALE, 3n * SCALE)).to.deep.equal([14n, true]);
    expect(await math.solve(7n, 0n, SCALE)).to.deep.equal([14n, true]);
  });

  it("rounds the denominator up, so that the root is never beyond", async function () {
    // 2 * 10 * 1e30 / ceil(sqrt(2e30)) just misses 1.41e16
    const { root } = await math.solve(10n, 0n, 2n);
    expect(root).to.equal((20n * SCALE) / 1_414_213_562_373_096n);
  });

  reachingProperty(
    "needs no root where the equation is linear",
    fc.tuple(a, fc.bigInt(1n, 3n * SCALE)),
    { "a whole part": 0.3 },
    async ([a, b], reach) => {
      const { root, exists } = await math.solve(a, b, 0n);
      expect(exists).to.be.true;
      expect(root).to.equal((a * SCALE) / b);
      reach("a whole part", root > 0n);
    },
  );
});
