import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { notionalOf } from "../../support/libraries/fund.js";
import {
  byAssets,
  byShares,
  chargeOf,
  feeOf,
  growthOf,
  isEmpty,
  isInvertible,
  leverageOf,
  slackOf,
  valuePerShare,
} from "../../support/libraries/orders.js";
import { ceil, ratio, truncate } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { WAD } from "../../support/numbers.js";

const { ethers } = await connect();
const math = await ethers.deployContract("OrderMathHarness");

describe("OrderMath: mint", function () {
  reachingProperty(
    "asks for the value rounded up, the venue's cost of the fund's part of the position, and the fee",
    byShares,
    { "into a fund": 0.6, "into an empty one": 0.02, "with impact": 0.2, "for a fee": 0.4 },
    async ({ fund, target, quantity, feePpm }, reach) => {
      if (fund.equity === 0n && !isEmpty(fund)) {
        await expect(math.forMint(fund, target, quantity, feePpm)).to.be.revertedWithPanic(0x12);
        return;
      }
      const value = ceil(valuePerShare(fund, true).mul(quantity));
      const order = await math.forMint(fund, target, quantity, feePpm);
      expect(order.shares).to.equal(quantity);
      expect(order.sizeDelta).to.equal(growthOf(fund, target, value));
      expect(order.cost).to.equal(chargeOf(fund, order.sizeDelta));
      expect(order.fee).to.equal(isEmpty(fund) ? 0n : feeOf(value, feePpm));
      expect(order.assets).to.equal(value + order.cost + order.fee);
      reach("into a fund", !isEmpty(fund));
      reach("into an empty one", isEmpty(fund));
      reach("with impact", chargeOf({ ...fund, curve: { ...fund.curve, depth: 0n } }, order.sizeDelta) < order.cost);
      reach("for a fee", order.fee > 0n);
    },
  );

  reachingProperty(
    "never raises leverage: what is paid in buys no more of a position than the fund already has per dollar",
    byShares,
    { long: 0.2, short: 0.2 },
    async ({ fund, target, quantity, feePpm }, reach) => {
      if (isEmpty(fund) || fund.equity === 0n) return;
      const { sizeDelta, assets, cost } = await math.forMint(fund, target, quantity, feePpm);
      const after = {
        ...fund,
        size: fund.size + sizeDelta,
        equity: fund.equity + (assets - cost) * fund.unit,
      };
      expect(leverageOf(after).abs().compare(leverageOf(fund).abs()) <= 0).to.be.true;
      reach("long", sizeDelta > 0n);
      reach("short", sizeDelta < 0n);
    },
  );
});

describe("OrderMath: deposit", function () {
  reachingProperty(
    "is the inverse of mint: never asks for more than was given, and a few units' worth of shares more would",
    byAssets,
    { "some shares": 0.6, "into an empty fund": 0.02, "with impact": 0.2, refused: 0.01 },
    async ({ fund, target, quantity, feePpm }, reach) => {
      const call = () => math.forDeposit(fund, target, quantity, feePpm);
      if (!isEmpty(fund) && !isInvertible(fund)) {
        reach("refused");
        const leverage = fund.equity === 0n ? 0n : truncate(ratio(truncate(notionalOf(fund)) * WAD, fund.equity));
        const refusal = expect(call()).to.be.revertedWithCustomError(math, "OrderMath_LeverageNotInvertible");
        await refusal.withArgs(leverage);
        return;
      }
      // Wiped out without a position: the token has refused before.
      if (!isEmpty(fund) && fund.equity === 0n) return;
      const order = await call();
      const exact = await math.forMint(fund, target, order.shares, feePpm);
      expect(order.assets).to.equal(quantity);
      expect(exact.assets <= quantity, "asks for no more than was given").to.be.true;
      expect([order.sizeDelta, order.cost, order.fee]).to.deep.equal([exact.sizeDelta, exact.cost, exact.fee]);
      const slack = slackOf(fund, notionalOf({ size: order.sizeDelta, price: fund.price }));
      const step = ceil(ratio(slack).div(valuePerShare(fund, true)));
      const more = await math.forMint(fund, target, order.shares + step, feePpm);
      expect(more.assets > quantity, "leaves no more than the roundings").to.be.true;
      reach("some shares", order.shares > 0n);
      reach("into an empty fund", isEmpty(fund));
      reach("with impact", order.cost > chargeOf({ ...fund, curve: { ...fund.curve, depth: 0n } }, order.sizeDelta));
    },
    { normal: 300, deep: 2_000 },
  );
});
