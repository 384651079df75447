import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { signed } from "../../support/libraries/arbitrary.js";
import { virtualAssetsOf, type Fund } from "../../support/libraries/fund.js";
import {
  byAssets,
  byShares,
  chargeOf,
  comesAtTarget,
  feeOf,
  isInvertible,
  isMintable,
  plain,
  redeemedValue,
  reductionOf,
  valuePerShare,
  withFee,
  withoutFee,
} from "../../support/libraries/orders.js";
import { ceil, floor, ratio, type Rational } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { max, WAD } from "../../support/numbers.js";

const { ethers } = await connect();
const math = await ethers.deployContract("OrderMathHarness");

/** {1} What the venue charges more or less than expected, of the amount that is asked for, WAD. */
const surprise = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt(-WAD / 10n, WAD / 10n) },
  { weight: 1, arbitrary: signed(2n * WAD) },
  { weight: 1, arbitrary: fc.constant(0n) },
);

/** {collateral} NAV of one share, exact, once equity has grown by `assets` and shares by `shares`. */
function navAfter(fund: Fund, assets: bigint, shares: bigint): Rational {
  const equity = ratio(fund.equity, fund.unit).add(assets);
  return virtualAssetsOf(fund)
    .add(equity)
    .div(fund.supply + fund.virtualShares + shares);
}

function expectOthersKeep(fund: Fund, assets: bigint, shares: bigint) {
  if (fund.supply + shares <= 0n) return; // there are no others
  const [before, after] = [navAfter(fund, 0n, 0n), navAfter(fund, assets, shares)];
  expect(after.compare(before) >= 0, `${after.toString()} after ${before.toString()}`).to.be.true;
}

const REACH = { dearer: 0.1, "in the mover's favour": 0.1, "as expected": 0.03 };
type Branch = keyof typeof REACH;

function reachCost(reach: (branch: Branch, when?: boolean) => void, expected: bigint, cost: bigint) {
  reach("dearer", cost > expected);
  reach("in the mover's favour", cost < expected);
  reach("as expected", cost === expected);
}

describe("OrderMath: what a trade really cost", function () {
  reachingProperty(
    "is the minter's alone: of a mint the assets follow it, and nobody's share loses",
    fc.tuple(byShares, surprise),
    REACH,
    async ([{ fund, target, quantity, feePpm }, off], reach) => {
      if (!isMintable(fund)) return;
      const order = await math.forMint(fund, target, quantity, feePpm);
      const cost = order.cost + (order.value * off) / WAD;
      const done = await math.withCostOfMint(plain(order), cost);
      const { shares, feeShares, value, sizeDelta } = order;
      expect(done).to.deep.equal([shares, feeShares, max(0n, value + cost), value, sizeDelta, cost]);
      expectOthersKeep(fund, done.assets - cost, shares + feeShares);
      reachCost(reach, order.cost, cost);
    },
  );

  reachingProperty(
    "is the minter's alone: of a deposit the shares follow it, and nobody's share loses",
    fc.tuple(byAssets, surprise),
    REACH,
    async ([{ fund, target, quantity, feePpm }, off], reach) => {
      if (!isMintable(fund) || (!comesAtTarget(fund, target) && !isInvertible(fund))) return;
      const order = await math.forDeposit(fund, target, quantity, feePpm);
      const cost = order.cost + (quantity * off) / WAD;
      // The venue bounds the cost by what is paid in.
      if (cost > quantity) return;
      const done = await math.withCostOfDeposit(plain(order), fund, cost, feePpm);
      const value = max(0n, order.value + order.cost - cost);
      const gross = floor(ratio(value).div(valuePerShare(fund, true)));
      const shares = withoutFee(gross, feePpm);
      expect(done).to.deep.equal([shares, gross - shares, quantity, value, order.sizeDelta, cost]);
      expect(done.feeShares >= feeOf(done.shares, feePpm), "the fee").to.be.true;
      expectOthersKeep(fund, quantity - cost, gross);
      reachCost(reach, order.cost, cost);
    },
    { normal: 200, deep: 2_000 },
  );

  reachingProperty(
    "is the redeemer's alone: of a redeem the assets follow it, and nobody's share loses",
    fc.tuple(byShares, surprise),
    { ...REACH, refused: 0.002 },
    async ([{ fund, quantity, feePpm }, off], reach) => {
      const expected = redeemedValue(fund, quantity, feePpm);
      if (chargeOf(fund, reductionOf(fund, expected)) >= expected) return;
      const order = await math.forRedeem(fund, quantity, feePpm);
      const { shares, feeShares, value, sizeDelta } = order;
      const cost = order.cost + (value * off) / WAD;
      const call = math.withCostOfRedeem(plain(order), cost);
      if (cost >= value) {
        await expect(call).to.be.revertedWithCustomError(math, "OrderMath_CostAboveValue").withArgs(value, cost);
        reach("refused");
        return;
      }
      const done = await call;
      expect(done).to.deep.equal([shares, feeShares, value - cost, value, sizeDelta, cost]);
      // The collector's shares stay shares.
      expectOthersKeep(fund, -done.assets - cost, feeShares - shares);
      reachCost(reach, order.cost, cost);
    },
    { normal: 500, deep: 2_000 },
  );

  reachingProperty(
    "is the redeemer's alone: of a withdrawal the shares follow it, and nobody's share loses",
    fc.tuple(byAssets, surprise),
    REACH,
    async ([{ fund, quantity, feePpm }, off], reach) => {
      const [order, exists] = await math.forWithdraw(fund, quantity, feePpm);
      if (!exists) return;
      const cost = order.cost + (quantity * off) / WAD;
      // A unit at least: a venue that pays more than is taken gives nobody money for no share.
      const value = cost === order.cost ? order.value : max(1n, order.value + cost - order.cost);
      // The venue pays no more than there is.
      if (value > fund.equity / fund.unit) return;
      const done = await math.withCostOfWithdraw(plain(order), fund, cost, feePpm);
      const net = ceil(ratio(value).div(valuePerShare(fund, false)));
      const shares = withFee(net, feePpm);
      expect(done).to.deep.equal([shares, shares - net, quantity, value, order.sizeDelta, cost]);
      expect(done.feeShares >= feeOf(done.shares, feePpm), "the fee").to.be.true;
      expectOthersKeep(fund, -quantity - cost, -net);
      reachCost(reach, order.cost, cost);
    },
    { normal: 300, deep: 2_000 },
  );

  it("leaves an order alone that cost what was expected, to the shares", async function () {
    const fund: Fund = {
      equity: 1_000n * WAD - 10n ** 12n,
      unit: 10n ** 12n,
      supply: 1_000n * WAD - 10n ** 12n,
      virtualShares: 10n ** 12n,
      size: 30n * WAD,
      price: 100n * WAD,
      curve: { fee: WAD / 1_000n, skew: 0n, depth: 0n },
    };
    const deposit = await math.forDeposit(fund, 3n * WAD, 100_000_000n, 1_000n);
    expect(await math.withCostOfDeposit(plain(deposit), fund, deposit.cost, 1_000n)).to.deep.equal(deposit);
    const [withdrawal] = await math.forWithdraw(fund, 100_000_000n, 1_000n);
    const same = await math.withCostOfWithdraw(plain(withdrawal), fund, withdrawal.cost, 1_000n);
    expect(same).to.deep.equal(withdrawal);
  });
});
