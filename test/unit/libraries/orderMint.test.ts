import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { isDust, notionalOf } from "../../support/libraries/fund.js";
import {
  byAssets,
  byShares,
  chargeOf,
  comesAtTarget,
  feeOf,
  growthOf,
  isInvertible,
  isMintable,
  leverageOf,
  marginalRate,
  opens,
  slackOf,
  valuePerShare,
  withoutFee,
  type Case,
} from "../../support/libraries/orders.js";
import { ceil, floor, ratio, truncate } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { WAD } from "../../support/numbers.js";

const { ethers } = await connect();
const math = await ethers.deployContract("OrderMathHarness");

/** {collateral} What is charged for impact alone. */
const impactOf = ({ fund }: Case, sizeDelta: bigint) =>
  chargeOf(fund, sizeDelta) - chargeOf({ ...fund, curve: { ...fund.curve, depth: 0n } }, sizeDelta);

describe("OrderMath: mint", function () {
  reachingProperty(
    "asks for the value of the shares and the collector's on top of them, rounded up, and the venue's cost of the " +
      "fund's part of the position",
    byShares,
    { "into a fund": 0.6, "into an empty one": 0.02, "at target": 0.03, "with impact": 0.2, "for a fee": 0.4 },
    async (given, reach) => {
      const { fund, target, quantity, feePpm } = given;
      if (fund.equity === 0n && !opens(fund)) {
        await expect(math.forMint(fund, target, quantity, feePpm)).to.be.revertedWithPanic(0x12);
        return;
      }
      const feeShares = feeOf(quantity, feePpm);
      const value = ceil(valuePerShare(fund, true).mul(quantity + feeShares));
      const order = await math.forMint(fund, target, quantity, feePpm);
      expect([order.shares, order.feeShares, order.value]).to.deep.equal([quantity, feeShares, value]);
      expect(order.sizeDelta).to.equal(growthOf(fund, target, value));
      expect(order.cost).to.equal(chargeOf(fund, order.sizeDelta));
      expect(order.assets).to.equal(value + order.cost);
      reach("into a fund", !opens(fund));
      reach("into an empty one", isDust(fund));
      reach("at target", comesAtTarget(fund, target));
      reach("with impact", impactOf(given, order.sizeDelta) > 0n);
      reach("for a fee", feeShares > 0n);
    },
  );

  reachingProperty(
    "never raises leverage: what is paid in buys no more of a position than the fund already has per dollar",
    byShares,
    { long: 0.2, short: 0.2, "at target": 0.001 },
    async ({ fund, target, quantity, feePpm }, reach) => {
      if (opens(fund) || fund.equity === 0n) return;
      const { sizeDelta, value } = await math.forMint(fund, target, quantity, feePpm);
      const after = { ...fund, size: fund.size + sizeDelta, equity: fund.equity + value * fund.unit };
      expect(leverageOf(after).abs().compare(leverageOf(fund).abs()) <= 0).to.be.true;
      reach("long", sizeDelta > 0n);
      reach("short", sizeDelta < 0n);
      reach("at target", comesAtTarget(fund, target));
    },
  );

  reachingProperty(
    "opens a fund without a position at target, counting the little it has, to the wei of a coin",
    byShares,
    { "on nothing": 0.01, "on a little": 0.003, long: 0.01, short: 0.01 },
    async ({ fund, target, quantity, feePpm }, reach) => {
      if (fund.size !== 0n || !isMintable(fund)) return;
      const { sizeDelta, value } = await math.forMint(fund, target, quantity, feePpm);
      const equity = value * fund.unit + (isDust(fund) ? 0n : fund.equity);
      const aim = ratio(target * equity, WAD).abs();
      const opened = notionalOf({ size: sizeDelta, price: fund.price }).abs();
      expect(opened.compare(aim) <= 0, "not beyond target").to.be.true;
      expect(opened.add(ratio(fund.price, WAD)).compare(aim) > 0, "and no wei of a coin before it").to.be.true;
      reach("on nothing", isDust(fund));
      reach("on a little", !isDust(fund));
      reach("long", sizeDelta > 0n);
      reach("short", sizeDelta < 0n);
    },
    { normal: 1_000, deep: 5_000 },
  );
});

describe("OrderMath: deposit", function () {
  reachingProperty(
    "buys the most value whose price is covered, a few units at most less, and shares for it of which the collector's " +
      "are never fewer than the fee",
    byAssets,
    { "some shares": 0.6, "into an empty fund": 0.02, "with impact": 0.2, refused: 0.002, "for a fee": 0.4 },
    async (given, reach) => {
      const { fund, target, quantity, feePpm } = given;
      if (!isMintable(fund)) return;
      const call = () => math.forDeposit(fund, target, quantity, feePpm);
      if (!comesAtTarget(fund, target) && !isInvertible(fund)) {
        reach("refused");
        const leverage = truncate(ratio(truncate(notionalOf(fund)) * WAD, fund.equity));
        const refusal = expect(call()).to.be.revertedWithCustomError(math, "OrderMath_LeverageNotInvertible");
        await refusal.withArgs(leverage);
        return;
      }
      const order = await call();
      expect(order.assets).to.equal(quantity);
      expect(order.sizeDelta).to.equal(growthOf(fund, target, order.value));
      expect(order.cost).to.equal(chargeOf(fund, order.sizeDelta));
      const more = order.value + unusedBy(given, order.sizeDelta);
      expect(more + chargeOf(fund, growthOf(fund, target, more)) > quantity, "a little more is not covered").to.be.true;
      const gross = floor(ratio(order.value).div(valuePerShare(fund, true)));
      expect(order.shares).to.equal(withoutFee(gross, feePpm));
      expect(order.shares + order.feeShares).to.equal(gross);
      expect(order.feeShares >= feeOf(order.shares, feePpm), "the fee").to.be.true;
      reach("some shares", order.shares > 0n);
      reach("into an empty fund", opens(fund));
      reach("with impact", impactOf(given, order.sizeDelta) > 0n);
      reach("for a fee", order.feeShares > 0n);
    },
    { normal: 300, deep: 2_000 },
  );

  reachingProperty(
    "is the inverse of mint: its shares never cost more than was given, and a few units' worth more would",
    byAssets,
    { "some shares": 0.6 },
    async (given, reach) => {
      const { fund, target, quantity, feePpm } = given;
      if (!isMintable(fund) || (!comesAtTarget(fund, target) && !isInvertible(fund))) return;
      const { shares, value, sizeDelta } = await math.forDeposit(fund, target, quantity, feePpm);
      // Where even the least mint costs more than was given, there are no shares to ask the price of.
      if (value === 0n) expect(shares).to.equal(0n);
      else expect((await math.forMint(fund, target, shares, feePpm)).assets <= quantity).to.be.true;
      const step = ceil(ratio(unusedBy(given, sizeDelta)).div(valuePerShare(fund, true))) + 1n;
      expect((await math.forMint(fund, target, shares + step, feePpm)).assets > quantity).to.be.true;
      reach("some shares", shares > 0n);
    },
    { normal: 300, deep: 2_000 },
  );

  /**
   * {collateral} What a deposit may leave over: the roundings; and where it opens on a little equity, that part's cost is
   * taken off the value once, and with it goes the cost of that much value.
   */
  function unusedBy({ fund, target, quantity }: Case, sizeDelta: bigint): bigint {
    const slack = slackOf(fund, notionalOf({ size: sizeDelta, price: fund.price }));
    if (fund.size !== 0n || isDust(fund)) return slack;
    const leverage = ratio(target, WAD).abs();
    const rate = leverage.mul(marginalRate(fund, leverage.mul(quantity * fund.unit + fund.equity)));
    return slack + ceil(rate.mul(rate.add(1n)).mul(fund.equity).div(fund.unit));
  }
});
