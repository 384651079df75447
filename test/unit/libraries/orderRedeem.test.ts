import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { notionalOf } from "../../support/libraries/fund.js";
import {
  byAssets,
  byShares,
  chargeOf,
  feeOf,
  isInvertible,
  leverageOf,
  mostPaidOut,
  redeemedValue,
  reductionOf,
  slackOf,
  valuePerShare,
  withFee,
  type Case,
} from "../../support/libraries/orders.js";
import { ceil, ratio } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { max, min } from "../../support/numbers.js";

const { ethers } = await connect();
const math = await ethers.deployContract("OrderMathHarness");

/** {collateral} What is charged for impact alone. */
const impactOf = ({ fund }: Case, sizeDelta: bigint) =>
  chargeOf(fund, sizeDelta) - chargeOf({ ...fund, curve: { ...fund.curve, depth: 0n } }, sizeDelta);

async function expectCostAboveValue(call: Promise<unknown>, value: bigint, cost: bigint) {
  await expect(call).to.be.revertedWithCustomError(math, "OrderMath_CostAboveValue").withArgs(value, cost);
}

describe("OrderMath: redeem", function () {
  reachingProperty(
    "pays the value of the shares without the collector's, rounded down and never more than equity, less the venue's " +
      "cost of closing its part of the position; and is refused where nothing is left",
    byShares,
    { paid: 0.5, refused: 0.02, "all of equity": 0.005, "with impact": 0.1, "for a fee": 0.4 },
    async (given, reach) => {
      const { fund, quantity, feePpm } = given;
      const value = redeemedValue(fund, quantity, feePpm);
      const sizeDelta = reductionOf(fund, value);
      const cost = chargeOf(fund, sizeDelta);
      if (cost >= value && quantity > 0n) {
        await expectCostAboveValue(math.forRedeem(fund, quantity, feePpm), value, cost);
        reach("refused");
        return;
      }
      const order = await math.forRedeem(fund, quantity, feePpm);
      const feeShares = feeOf(quantity, feePpm);
      expect(order).to.deep.equal([quantity, feeShares, value - cost, value, sizeDelta, cost]);
      reach("paid", order.assets > 0n);
      reach("all of equity", value > 0n && value === fund.equity / fund.unit);
      reach("with impact", impactOf(given, sizeDelta) > 0n);
      reach("for a fee", feeShares > 0n);
    },
    { normal: 300, deep: 2_000 },
  );

  reachingProperty(
    "never raises leverage: it closes at least the redeemed part of the position, and never more than there is",
    byShares,
    { long: 0.1, short: 0.1 },
    async ({ fund, quantity, feePpm }, reach) => {
      const value = redeemedValue(fund, quantity, feePpm);
      const equity = fund.equity / fund.unit;
      if (value === equity || chargeOf(fund, reductionOf(fund, value)) >= value) return;
      const { sizeDelta } = await math.forRedeem(fund, quantity, feePpm);
      // Over the whole units: the part of one that remains belongs to those who stay.
      const before = { ...fund, equity: equity * fund.unit };
      const after = { ...before, size: fund.size + sizeDelta, equity: (equity - value) * fund.unit };
      expect(leverageOf(after).abs().compare(leverageOf(before).abs()) <= 0).to.be.true;
      expect(after.size === 0n || after.size > 0n === fund.size > 0n).to.be.true;
      reach("long", sizeDelta < 0n);
      reach("short", sizeDelta > 0n);
    },
  );

  reachingProperty(
    "closes the whole position for the last holder, who pays for the part that backs the shares without the collector's",
    byShares,
    { paid: 0.3, "nothing left": 0.02, "bounded by what closing leaves": 0.002, "the collector pays too": 0.1 },
    async ({ fund, quantity, feePpm }, reach) => {
      const own = redeemedValue(fund, quantity, feePpm);
      const ownCost = chargeOf(fund, reductionOf(fund, own));
      const call = () => math.forLastRedeem(fund, quantity, feePpm);
      if (ownCost >= own && quantity > 0n) {
        await expectCostAboveValue(call(), own, ownCost);
        reach("nothing left");
        return;
      }
      const cost = chargeOf(fund, -fund.size);
      const value = min(own + cost - ownCost, fund.equity / fund.unit);
      if (cost >= value && quantity > 0n) {
        await expectCostAboveValue(call(), value, cost);
        reach("nothing left");
        return;
      }
      const order = await call();
      const feeShares = feeOf(quantity, feePpm);
      expect(order).to.deep.equal([quantity, feeShares, max(0n, value - cost), value, -fund.size, cost]);
      reach("paid", order.assets > 0n);
      reach("bounded by what closing leaves", value < own + cost - ownCost);
      reach("the collector pays too", cost > ownCost && order.assets === own - ownCost);
    },
    { normal: 1_000, deep: 2_000 },
  );
});

describe("OrderMath: withdraw", function () {
  reachingProperty(
    "is the inverse of redeem: burns enough for the amount, a few units' worth of shares less would not be, and says " +
      "that there is no such redeem only if there is none",
    byAssets,
    { found: 0.4, "none: more than any redeem pays": 0.05, "none: too much leverage": 0.01, "with impact": 0.08 },
    async (given, reach) => {
      const { fund, quantity, feePpm } = given;
      const [order, exists] = await math.forWithdraw(fund, quantity, feePpm);
      if (!exists) {
        const isTooHigh = !isInvertible(fund);
        reach("none: too much leverage", isTooHigh);
        if (isTooHigh) return;
        reach("none: more than any redeem pays");
        const most = fund.equity === 0n ? ratio(0n) : mostPaidOut(fund);
        expect(most.sub(slackOf(fund, notionalOf(fund))).compare(quantity) < 0, `${most.toString()} could be paid`).to
          .be.true;
        return;
      }
      expect(isInvertible(fund)).to.be.true;
      const { shares, feeShares, assets, value, sizeDelta, cost } = order;
      expect(assets).to.equal(quantity);
      expect([sizeDelta, cost]).to.deep.equal([reductionOf(fund, value), chargeOf(fund, sizeDelta)]);
      expect(value >= quantity + cost, "covers amount and cost").to.be.true;
      const net = ceil(ratio(value).div(valuePerShare(fund, false)));
      expect([shares, feeShares]).to.deep.equal([withFee(net, feePpm), feeOf(shares, feePpm)]);
      expect(redeemedValue(fund, shares, feePpm) >= value, "shares worth the value").to.be.true;
      if (quantity > 0n) {
        const redeemed = await math.forRedeem(fund, shares, feePpm);
        expect(redeemed.assets >= quantity, "which pay as much when redeemed").to.be.true;
      }
      const slack = slackOf(fund, notionalOf({ size: sizeDelta, price: fund.price }));
      const step = withFee(ceil(ratio(slack).div(valuePerShare(fund, false))), feePpm);
      if (shares > step) {
        const less = redeemedValue(fund, shares - step, feePpm);
        expect(less - chargeOf(fund, reductionOf(fund, less)) < quantity, "and no more than needed").to.be.true;
      }
      reach("found");
      reach("with impact", impactOf(given, sizeDelta) > 0n);
    },
    { normal: 400, deep: 2_000 },
  );
});
