import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { signed } from "../../support/libraries/arbitrary.js";
import { fund, notionalOf, type Fund } from "../../support/libraries/fund.js";
import { ratio, type Rational } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { quietCase } from "../../support/libraries/rebalances.js";
import { WAD, wad } from "../../support/numbers.js";

const { ethers } = await connect();
const logic = await ethers.deployContract("RebalanceLogicHarness");

/** {usd} Notional less what leverage `bound` makes of equity, at another price {usd/base}: zero where it is reached. */
function beyond(of: Fund, bound: bigint, price: Rational): Rational {
  const notional = price.mul(of.size).div(WAD);
  const equity = ratio(of.equity).add(notional).sub(notionalOf(of));
  return notional.sub(equity.mul(ratio(bound, WAD)));
}

describe("RebalanceLogic: trigger price", function () {
  const bounds = fc.oneof(
    signed(9n * WAD, WAD),
    fc.constantFrom(...["2", "4", "5", "-2", "-4", "-5", "1.5", "1", "0.5"].map(wad)),
  );
  reachingProperty(
    "is the price at which leverage equals the bound, or zero where none is",
    fc.tuple(fund, bounds),
    { "a price": 0.25, "no price": 0.2, "of a short": 0.08 },
    async ([of, bound], reach) => {
      const found = await logic.triggerPrice(of, bound);
      // beyond() is linear in the price: its zero is where it crosses.
      const [atZero, atOne] = [beyond(of, bound, ratio(0n)), beyond(of, bound, ratio(WAD))];
      const slope = atOne.sub(atZero).div(WAD);
      if (of.size === 0n || slope.equals(0n)) {
        expect(found).to.equal(0n);
        return;
      }
      const exact = atZero.neg().div(slope);
      // Notional, numerator and denominator are each held in whole wei.
      const [numerator, denominator] = [atZero.abs(), slope.mul(WAD).abs()];
      if (numerator.compare(1_000n) < 0 || denominator.compare(1_000n) < 0) return;
      if (exact.compare(0n) < 0) expect(found).to.equal(0n);
      else {
        const lost = ratio(wad(12)).div(WAD).div(numerator).add(ratio(2n).div(denominator));
        const error = exact.mul(lost).add(1n);
        expect(exact.sub(found).abs().compare(error) <= 0, `${found.toString()} for ${exact.toString()}`).to.be.true;
      }
      reach("a price", found > 0n);
      reach("no price", found === 0n);
      reach("of a short", found > 0n && of.size < 0n);
    },
    { normal: 300, deep: 2_000 },
  );

  const of = (leverage: bigint): Fund => ({ ...quietCase().fund, size: 10n * leverage });

  it("is where the published moves lead: 3 to 4 at -11.11 %, -3 to -4 at +6.67 %", async function () {
    expect(await logic.triggerPrice(of(3n * WAD), 4n * WAD)).to.equal((800n * WAD) / 9n);
    expect(await logic.triggerPrice(of(-3n * WAD), -4n * WAD)).to.equal((1_600n * WAD) / 15n);
    expect(await logic.triggerPrice(of(3n * WAD), 2n * WAD)).to.equal((400n * WAD) / 3n);
    expect(await logic.triggerPrice(of(-3n * WAD), -2n * WAD)).to.equal((800n * WAD) / 9n);
  });

  it("does not exist where no price leads: at exactly 1x, from 1.5x down to 1x or below, without a position", async function () {
    expect(await logic.triggerPrice(of(wad("1.5")), WAD)).to.equal(0n);
    expect(await logic.triggerPrice(of(wad("1.5")), wad("0.9"))).to.equal(0n);
    expect(await logic.triggerPrice(of(WAD), wad("1.5"))).to.equal(0n);
    expect(await logic.triggerPrice(of(0n), wad(2))).to.equal(0n);
    // One wei of a coin is too little to be multiplied by 1 - T.
    expect(await logic.triggerPrice({ ...of(0n), size: 1n }, wad("1.5"))).to.equal(0n);
    expect(await logic.triggerPrice(of(wad("1.5")), WAD + 1n)).not.to.equal(0n);
  });
});
