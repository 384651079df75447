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
  reductionOf,
  slackOf,
  valuePerShare,
} from "../../support/libraries/orders.js";
import { ceil, floor, ratio } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";

const { ethers } = await connect();
const math = await ethers.deployContract("OrderMathHarness");

/** {usd} A redeem worth less burns without a trade when it cannot pay for one. */
const MILLIONTH = 10n ** 12n;

describe("OrderMath: redeem", function () {
  reachingProperty(
    "pays the value rounded down, less the venue's cost of closing its part of the position, less the fee",
    byShares,
    { paid: 0.5, "cost above value": 0.02, "too little for a trade": 0.001, "with impact": 0.1 },
    async ({ fund, quantity, feePpm }, reach) => {
      const value = floor(valuePerShare(fund, false).mul(quantity));
      if (fund.equity < fund.unit && value > 0n && fund.size !== 0n) {
        await expect(math.forRedeem(fund, quantity, feePpm)).to.be.revertedWithPanic(0x12);
        return;
      }
      const sizeDelta = reductionOf(fund, value);
      const cost = chargeOf(fund, sizeDelta);
      const fee = feeOf(value, feePpm);
      if (cost > value && value * fund.unit >= MILLIONTH) {
        const refusal = expect(math.forRedeem(fund, quantity, feePpm)).to.be.revertedWithCustomError(
          math,
          "OrderMath_CostAboveValue",
        );
        await refusal.withArgs(value, cost);
        reach("cost above value");
        return;
      }
      const order = await math.forRedeem(fund, quantity, feePpm);
      const isTraded = cost <= value;
      expect(order.shares).to.equal(quantity);
      expect(order.fee).to.equal(fee);
      expect(order.sizeDelta).to.equal(isTraded ? sizeDelta : 0n);
      expect(order.cost).to.equal(isTraded ? cost : 0n);
      expect(order.assets).to.equal(isTraded && value > cost + fee ? value - cost - fee : 0n);
      reach("paid", order.assets > 0n);
      reach("too little for a trade", !isTraded);
      reach("with impact", cost > chargeOf({ ...fund, curve: { ...fund.curve, depth: 0n } }, sizeDelta));
    },
    { normal: 300, deep: 2_000 },
  );

  reachingProperty(
    "never raises leverage: it closes at least the redeemed part of the position",
    byShares,
    { long: 0.1, short: 0.1 },
    async ({ fund, quantity, feePpm }, reach) => {
      const value = floor(valuePerShare(fund, false).mul(quantity));
      const equity = fund.equity / fund.unit;
      if (value >= equity || chargeOf(fund, reductionOf(fund, value)) > value) return;
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
    "closes the whole position for whoever leaves last, who pays for the part that backs the shares and no fee",
    byShares,
    { paid: 0.4, "nothing left": 0.02, "bounded by what closing leaves": 0.02 },
    async ({ fund, quantity }, reach) => {
      const value = floor(valuePerShare(fund, false).mul(quantity));
      const equity = fund.equity / fund.unit;
      if (equity === 0n && value > 0n && fund.size !== 0n) {
        await expect(math.forLastRedeem(fund, quantity)).to.be.revertedWithPanic(0x12);
        return;
      }
      const order = await math.forLastRedeem(fund, quantity);
      const cost = chargeOf(fund, -fund.size);
      const share = value - chargeOf(fund, reductionOf(fund, value));
      const whole = equity - cost;
      const least = share < whole ? share : whole;
      expect([order.shares, order.sizeDelta, order.cost, order.fee]).to.deep.equal([quantity, -fund.size, cost, 0n]);
      expect(order.assets).to.equal(least > 0n ? least : 0n);
      reach("paid", order.assets > 0n);
      reach("nothing left", value > 0n && order.assets === 0n);
      reach("bounded by what closing leaves", order.assets > 0n && whole < share);
    },
  );
});

describe("OrderMath: withdraw", function () {
  reachingProperty(
    "is the inverse of redeem: burns enough for the amount, a few units' worth of shares less would not be, and says " +
      "that there is no such redeem only if there is none",
    byAssets,
    { found: 0.4, "none: more than any redeem pays": 0.05, "none: too much leverage": 0.01, "with impact": 0.08 },
    async ({ fund, quantity, feePpm }, reach) => {
      const [order, exists] = await math.forWithdraw(fund, quantity, feePpm);
      if (!exists) {
        expect([...order]).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
        const isTooHigh = !isInvertible(fund);
        reach("none: too much leverage", isTooHigh);
        if (isTooHigh) return;
        reach("none: more than any redeem pays");
        const most = fund.equity === 0n ? ratio(0n) : mostPaidOut(fund, feePpm);
        expect(most.sub(slackOf(fund, notionalOf(fund))).compare(quantity) < 0, `${most.toString()} could be paid`).to
          .be.true;
        return;
      }
      expect(isInvertible(fund)).to.be.true;
      expect(order.assets).to.equal(quantity);
      const exact = await math.forRedeem(fund, order.shares, feePpm);
      expect(exact.assets >= quantity, "pays enough").to.be.true;
      expect([order.sizeDelta, order.cost, order.fee]).to.deep.equal([exact.sizeDelta, exact.cost, exact.fee]);
      const slack = slackOf(fund, notionalOf({ size: order.sizeDelta, price: fund.price }));
      const step = ceil(ratio(slack).div(valuePerShare(fund, false)));
      if (order.shares > step) {
        const less = order.shares - step;
        const value = floor(valuePerShare(fund, false).mul(less));
        const cost = chargeOf(fund, reductionOf(fund, value));
        expect(value - cost - feeOf(value, feePpm) < quantity, "and no more than needed").to.be.true;
      }
      reach("found");
      reach("with impact", order.cost > chargeOf({ ...fund, curve: { ...fund.curve, depth: 0n } }, order.sizeDelta));
    },
    { normal: 400, deep: 2_000 },
  );
});
