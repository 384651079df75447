import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { amount, logUniform, MAX_INT256, MAX_UINT256, MIN_INT256, signed } from "../../support/libraries/arbitrary.js";
import { ceil, floor, ratio, truncate } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { WAD } from "../../support/numbers.js";
import { property } from "../../support/property.js";

const { ethers } = await connect();
const math = await ethers.deployContract("FixedPointHarness");
const OVERFLOW = 0x11;
const DIVISION_BY_ZERO = 0x12;

describe("FixedPoint", function () {
  const any = amount(0n, MAX_UINT256, WAD, 2n ** 128n);
  const moderate = fc.oneof(logUniform(0n, 2n ** 128n), amount(0n, 2n ** 127n, WAD));
  const overflows = (call: Promise<unknown>) => expect(call).to.be.revertedWithPanic(OVERFLOW);

  reachingProperty(
    "divides a product of any size, rounded the way the name says, and reverts only if the result does not fit",
    fc.tuple(fc.oneof(any, moderate), fc.oneof(any, moderate), any),
    { fits: 0.3, "a product beyond 256 bits": 0.1, "does not fit": 0.1, "leaves a remainder": 0.2 },
    async ([x, y, d], reach) => {
      if (d === 0n) {
        await expect(math.mulDivDown(x, y, d)).to.be.revertedWithPanic(DIVISION_BY_ZERO);
        return;
      }
      const exact = ratio(x * y, d);
      const fits = floor(exact) <= MAX_UINT256;
      reach("fits", fits);
      reach("does not fit", !fits);
      reach("a product beyond 256 bits", fits && x * y > MAX_UINT256);
      reach("leaves a remainder", fits && exact.d !== 1n);
      if (fits) expect(await math.mulDivDown(x, y, d)).to.equal(floor(exact));
      else await overflows(math.mulDivDown(x, y, d));
      if (ceil(exact) <= MAX_UINT256) expect(await math.mulDivUp(x, y, d)).to.equal(ceil(exact));
      else await overflows(math.mulDivUp(x, y, d));
    },
  );

  it("refuses to divide by zero", async function () {
    await expect(math.mulDivDown(1n, 1n, 0n)).to.be.revertedWithPanic(DIVISION_BY_ZERO);
    await expect(math.mulDivUp(1n, 1n, 0n)).to.be.revertedWithPanic(DIVISION_BY_ZERO);
    await expect(math.divWadDown(1n, 0n)).to.be.revertedWithPanic(DIVISION_BY_ZERO);
  });

  property(
    "multiplies and divides WADs, rounded the way the name says",
    fc.tuple(moderate, moderate),
    async ([x, y]) => {
      if (x * y <= MAX_UINT256) expect(await math.mulWadDown(x, y)).to.equal(floor(ratio(x * y, WAD)));
      else await overflows(math.mulWadDown(x, y));
      if (x * y <= MAX_UINT256 - WAD + 1n) expect(await math.mulWadUp(x, y)).to.equal(ceil(ratio(x * y, WAD)));
      else await overflows(math.mulWadUp(x, y));
      if (y !== 0n) expect(await math.divWadDown(x, y)).to.equal(floor(ratio(x * WAD, y)));
    },
  );

  it("rounds down and up at the last wei", async function () {
    for (const [product, down, up] of [
      [0n, 0n, 0n],
      [1n, 0n, 1n],
      [WAD - 1n, 0n, 1n],
      [WAD, 1n, 1n],
      [WAD + 1n, 1n, 2n],
    ] as const) {
      expect(await math.mulWadDown(product, 1n)).to.equal(down);
      expect(await math.mulWadUp(product, 1n)).to.equal(up);
    }
  });

  it("reverts when a product of WADs exceeds 256 bits", async function () {
    await overflows(math.mulWadDown(2n ** 128n, 2n ** 128n));
    await overflows(math.mulWadUp(MAX_UINT256, 1n));
    await overflows(math.divWadDown(MAX_UINT256, WAD));
    await overflows(math.mulWad(MAX_INT256, 2n));
  });

  property(
    "gives a magnitude a sign, zero counting as positive",
    fc.tuple(any, signed(MAX_INT256)),
    async ([m, sign]) => {
      if (m > MAX_INT256) {
        const call = math.withSignOf(m, sign);
        await expect(call).to.be.revertedWithCustomError(math, "SafeCastOverflowedUintToInt").withArgs(m);
      } else {
        expect(await math.withSignOf(m, sign)).to.equal(sign < 0n ? -m : m);
      }
    },
  );

  property("multiplies signed WADs toward zero", fc.tuple(signed(2n ** 140n), signed(2n ** 140n)), async ([x, y]) => {
    if (x * y > MAX_INT256 || x * y < MIN_INT256) await overflows(math.mulWad(x, y));
    else expect(await math.mulWad(x, y)).to.equal(truncate(ratio(x * y, WAD)));
  });

  it("rounds a signed product toward zero from both sides", async function () {
    expect(await math.mulWad(WAD - 1n, 1n)).to.equal(0n);
    expect(await math.mulWad(1n - WAD, 1n)).to.equal(0n);
    expect(await math.mulWad(-WAD - 1n, 1n)).to.equal(-1n);
    expect(await math.mulWad(-WAD, -3n)).to.equal(3n);
    expect(await math.withSignOf(5n, 0n)).to.equal(5n);
  });
});
