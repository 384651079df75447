import { expect } from "chai";
import { connect } from "../../support/connect.js";
import type { Fund } from "../../support/libraries/fund.js";
import { WAD, wad } from "../../support/numbers.js";

const { ethers } = await connect();
const math = await ethers.deployContract("OrderMathHarness");

const UNIT = 10n ** 12n;
const DOLLAR = 1_000_000n;
const LONG = 3n * WAD;

/** 1,000 dollars less a unit in 1,000 shares less a virtual one, three times as much of a coin at 100: a share is a dollar. */
const FUND: Fund = {
  equity: 1_000n * WAD - UNIT,
  unit: UNIT,
  supply: 1_000n * WAD - UNIT,
  virtualShares: UNIT,
  size: 30n * WAD,
  price: 100n * WAD,
  curve: { fee: 0n, skew: 0n, depth: 0n },
};
const EMPTY: Fund = { ...FUND, equity: 0n, supply: 0n, size: 0n };

describe("OrderMath: boundaries", function () {
  it("opens an empty fund exactly at target, and pays venue and collector", async function () {
    const curve = { fee: wad("0.001"), skew: 0n, depth: 0n };
    const opening = { ...EMPTY, curve };
    // 100 shares and one for the collector, at a dollar; 303 of notional at 0.1 %.
    const assets = 101n * DOLLAR + 303_000n;
    const minted = await math.forMint(opening, LONG, 100n * WAD, 10_000n);
    expect(minted).to.deep.equal([100n * WAD, WAD, assets, 101n * DOLLAR, wad("3.03"), 303_000n]);
    const short = await math.forDeposit(opening, -LONG, assets, 10_000n);
    expect(short).to.deep.equal([100n * WAD, WAD, assets, 101n * DOLLAR, -wad("3.03"), 303_000n]);
  });

  it("may buy a unit of value less for a unit more, where a unit of value costs several", async function () {
    const fund: Fund = {
      equity: 36_028797018963968n,
      unit: 1n,
      supply: 16_810_652964384311890941n,
      virtualShares: UNIT,
      size: -913_175515044388406796n,
      price: 111_205321512759n,
      curve: { fee: 65_535n, skew: 27_207379585729n, depth: WAD },
    };
    const assets = 2_351_745758440592864n;
    const [value, price] = [653_810519591060298n, 2_351_745758440592860n];
    const bought = async (more: bigint) => (await math.forDeposit(fund, LONG, assets + more, 0n)).value;
    // The inverse finds a unit more, whose price is seven higher: two more than there are, so it takes two back.
    expect(await bought(0n)).to.equal(value);
    expect(await bought(1n)).to.equal(value - 1n);
    expect(await bought(2n)).to.equal(value);
    const { cost } = await math.forDeposit(fund, LONG, assets, 0n);
    expect(value + cost).to.equal(price);
  });

  it("takes a tenth of a cent as a fund whose position a mint shares, and less as dust that it does not count", async function () {
    const little = { ...FUND, supply: 0n, size: 10n ** 13n };
    // A thousand units and the virtual one back the virtual millionth of a share: a thousand dollars and one a share.
    const dust = await math.forMint({ ...little, equity: 10n ** 15n - 1n }, LONG, WAD, 0n);
    expect([dust.value, dust.sizeDelta]).to.deep.equal([1_001n * DOLLAR, wad("30.03")]);
    const fund = await math.forMint({ ...little, equity: 10n ** 15n }, LONG, WAD, 0n);
    expect([fund.value, fund.sizeDelta]).to.deep.equal([1_001n * DOLLAR, wad("10.01")]);
  });

  it("brings a position at target to 1,999 units with a larger one, and its part of it to 2,000", async function () {
    // Six times the equity at a price of 100, and a whisker more than three times.
    const sizes = { six: 12n * 10n ** 13n, three: 6n * 10n ** 13n };
    const mint = async (equity: bigint, size: bigint) => {
      // So many shares that 2,000 units and the virtual one back 2,000 and one of them.
      const fund = { ...FUND, equity: equity * UNIT, supply: 2_000n * WAD, virtualShares: WAD, size };
      const { sizeDelta, value } = await math.forMint(fund, LONG, 1_000n * WAD, 0n);
      const deposit = await math.forDeposit(fund, LONG, value, 0n);
      expect(deposit.sizeDelta, "a deposit brings what the same mint does").to.equal(sizeDelta);
      return [value, sizeDelta];
    };
    expect(await mint(2_000n, sizes.six)).to.deep.equal([1_000n, 6n * 10n ** 13n]);
    // Of 1,999 units it is 999.5, rounded up.
    expect(await mint(1_999n, sizes.six)).to.deep.equal([1_000n, 3n * 10n ** 13n]);
    expect(await mint(1_999n, sizes.three)).to.deep.equal([1_000n, 3n * 10n ** 13n]);
    // At target and below a mint has its part.
    const onTarget = (3n * 1_999n * UNIT) / 100n;
    expect(await mint(1_999n, onTarget)).to.deep.equal([1_000n, 3n * 10n ** 13n]);
    expect(await mint(1_999n, onTarget / 3n)).to.deep.equal([1_000n, 10n ** 13n]);
  });

  it("opens a position for the little that a fund without one still has", async function () {
    const little = { ...EMPTY, equity: 15n * 10n ** 14n };
    const order = await math.forMint(little, LONG, WAD, 0n);
    // 3 (1,501 + 0.0015) / 100
    expect([order.value, order.sizeDelta]).to.deep.equal([1_501n * DOLLAR, wad("45.030045")]);
    const deposit = await math.forDeposit(little, LONG, 1_501n * DOLLAR, 0n);
    expect(deposit).to.deep.equal(order);
  });

  it("redeems for the value of what the collector does not keep, less the venue's cost", async function () {
    const curve = { fee: wad("0.001"), skew: 0n, depth: 0n };
    const redeemed = await math.forRedeem({ ...FUND, curve }, 100n * WAD, 10_000n);
    const closed = (30n * WAD * 99n * DOLLAR - 1n) / (1_000n * DOLLAR - 1n) + 1n;
    const cost = 297_001n;
    expect(redeemed).to.deep.equal([100n * WAD, WAD, 99n * DOLLAR - cost, 99n * DOLLAR, -closed, cost]);
  });

  it("redeems for a last unit, and not when closing costs the value or more", async function () {
    // A venue that takes a third of the notional takes all of the value at 3x.
    const at = (fee: bigint): Fund => ({ ...FUND, equity: 1_000n * WAD, curve: { fee, skew: 0n, depth: 0n } });
    const shares = FUND.supply + FUND.virtualShares;
    const value = 1_000n * DOLLAR;
    // The largest rate at which 3,000 dollars cost so many units.
    const rateOf = (cost: bigint) => (cost * UNIT) / 3_000n;
    expect(await math.forRedeem(at(rateOf(value - 1n)), shares, 0n)).to.deep.equal([
      shares,
      0n,
      1n,
      value,
      -30n * WAD,
      value - 1n,
    ]);
    for (const cost of [value, value + 1n]) {
      await expect(math.forRedeem(at(rateOf(cost)), shares, 0n))
        .to.be.revertedWithCustomError(math, "OrderMath_CostAboveValue")
        .withArgs(value, cost);
    }
  });

  it("does not redeem shares that are not worth a unit, and prices a redeem of nothing at nothing", async function () {
    await expect(math.forRedeem(FUND, UNIT - 1n, 0n))
      .to.be.revertedWithCustomError(math, "OrderMath_CostAboveValue")
      .withArgs(0n, 0n);
    expect((await math.forRedeem(FUND, UNIT, 0n)).assets).to.equal(1n);
    // The fee is a part of a share, and yet it is kept back.
    await expect(math.forRedeem(FUND, UNIT, 1n)).to.be.revertedWithCustomError(math, "OrderMath_CostAboveValue");
    expect(await math.forRedeem(FUND, 0n, 10_000n)).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n]);
  });

  it("turns amounts into shares below a leverage of 1,000 and not at it", async function () {
    // 3,000 dollars of notional on three dollars.
    const at = (equity: bigint): Fund => ({ ...FUND, equity });
    await expect(math.forDeposit(at(3n * WAD), LONG, DOLLAR, 0n))
      .to.be.revertedWithCustomError(math, "OrderMath_LeverageNotInvertible")
      .withArgs(1_000n * WAD);
    expect((await math.forDeposit(at(3n * WAD + 1n), LONG, DOLLAR, 0n)).shares).to.be.above(0n);
    expect((await math.forWithdraw(at(3n * WAD), DOLLAR, 0n))[1]).to.be.false;
    expect((await math.forWithdraw(at(3n * WAD + 1n), DOLLAR, 0n))[1]).to.be.true;
    const justBelow = { ...at(3n * WAD), size: WAD, price: 3_000n * WAD - 1n };
    expect((await math.forWithdraw(justBelow, DOLLAR, 0n))[1]).to.be.true;
    const flat = { ...at(3n * WAD), size: 0n };
    expect((await math.forWithdraw(flat, DOLLAR, 0n))[1]).to.be.true;
    expect((await math.forDeposit(flat, LONG, DOLLAR, 0n)).shares).to.be.above(0n);
  });

  it("withdraws all that a fund has, and not a unit more", async function () {
    const [order, exists] = await math.forWithdraw(FUND, 1_000n * DOLLAR - 1n, 0n);
    expect([exists, order.shares, order.sizeDelta]).to.deep.equal([true, FUND.supply, -30n * WAD]);
    expect((await math.forWithdraw(FUND, 1_000n * DOLLAR, 0n))[1]).to.be.false;
  });

  it("cannot withdraw where fees and costs take all there is", async function () {
    // 3x at a third: the charge is the whole value, and beyond.
    for (const fee of [WAD / 3n + 1n, WAD / 2n]) {
      const dear = { ...FUND, curve: { fee, skew: 0n, depth: 0n } };
      expect((await math.forWithdraw(dear, 1n, 0n))[1]).to.be.false;
    }
  });

  it("pays the last holder the value of the shares less the cost of closing their part of the position", async function () {
    const curve = { fee: wad("0.001"), skew: 0n, depth: 0n };
    const all = await math.forLastRedeem({ ...FUND, curve }, FUND.supply, 0n);
    expect(all).to.deep.equal([FUND.supply, 0n, 997n * DOLLAR - 1n, 1_000n * DOLLAR - 1n, -30n * WAD, 3n * DOLLAR]);
    // Half of the shares: their value is 500 dollars less a unit, their part costs 1.5, and the rest of the cost is not theirs.
    const half = await math.forLastRedeem({ ...FUND, curve }, FUND.supply / 2n, 0n);
    const [value, paid] = [501_499_999n, 498_499_999n];
    expect(half).to.deep.equal([FUND.supply / 2n, 0n, paid, value, -30n * WAD, 3n * DOLLAR]);
  });

  it("pays the last holder no more than closing everything leaves", async function () {
    // At a depth of 7,500 dollars nine tenths cost 486 of their 900, and the whole position 600 of its 1,000.
    const shallow = { ...FUND, curve: { fee: 0n, skew: 0n, depth: 7_500n * WAD } };
    const order = await math.forLastRedeem(shallow, 900n * WAD, 0n);
    const equity = 1_000n * DOLLAR - 1n;
    expect([order.assets, order.value, order.cost]).to.deep.equal([equity - 600n * DOLLAR, equity, 600n * DOLLAR]);
  });
});
