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
  it("opens an empty fund exactly at target, without a fee, and pays the venue", async function () {
    const curve = { fee: wad("0.001"), skew: 0n, depth: 0n };
    const opening = { ...EMPTY, curve };
    // 100 dollars for 100 shares; 300 of notional at 0.1 %.
    const minted = await math.forMint(opening, LONG, 100n * WAD, 10_000n);
    expect(minted).to.deep.equal([100n * WAD, 100n * DOLLAR + 300_000n, 3n * WAD, 300_000n, 0n]);
    const short = await math.forDeposit(opening, -LONG, 100n * DOLLAR + 300_000n, 10_000n);
    expect(short).to.deep.equal([100n * WAD, 100n * DOLLAR + 300_000n, -3n * WAD, 300_000n, 0n]);
  });

  it("may sell shares worth a unit less for a unit more, as that unit may bring three of rounding", async function () {
    const fund: Fund = {
      equity: 14_819_618855807430052441n,
      unit: 1n,
      supply: 129_677_002009194520694531n,
      virtualShares: 10n,
      size: -36_471059944895360283n,
      price: 1_549_298372950000000000n,
      curve: { fee: wad("0.0005"), skew: -31_360_050718179952369093n, depth: 10n ** 27n },
    };
    const assets = 47_717_803209009734161520n;
    const deposit = async (more: bigint) => (await math.forDeposit(fund, -4n * WAD, assets + more, 3_188n)).shares;
    const price = async (shares: bigint) => (await math.forMint(fund, -4n * WAD, shares, 3_188n)).assets;
    const shares = 415_239_680885766265201960n;
    expect(await deposit(0n)).to.equal(shares);
    expect(await price(shares)).to.equal(assets);
    // The inverse now finds a unit more, worth nine shares, whose price is three units higher: two too many.
    expect(await price(shares + 9n)).to.equal(assets + 3n);
    expect(await deposit(1n)).to.equal(shares - 9n);
    expect(await price(shares - 9n)).to.equal(assets - 1n);
    expect(await deposit(2n)).to.equal(shares);
  });

  it("takes the roundings off what whole shares are worth where a share is worth two units", async function () {
    const rough: Fund = {
      equity: 2_000n * WAD - 1n,
      unit: 1n,
      supply: 1_000n * WAD - 1n,
      virtualShares: 1n,
      size: 60n * WAD,
      price: 100n * WAD,
      curve: { fee: 1n, skew: 0n, depth: 10n ** 27n },
    };
    // Hardly any cost, but three units of it: 99 units of value buy 49 shares, which are worth 98 and cost 101.
    expect(await math.forMint(rough, LONG, 49n, 1n)).to.deep.equal([49n, 101n, 2n, 2n, 1n]);
    expect(await math.forDeposit(rough, LONG, 100n, 1n)).to.deep.equal([48n, 100n, 2n, 2n, 1n]);
  });

  it("takes a tenth of a cent as a fund: it has a position to share, and a fee", async function () {
    const little = { ...FUND, supply: 0n, size: 10n ** 13n };
    const dust = await math.forMint({ ...little, equity: 10n ** 15n - 1n }, LONG, WAD, 10_000n);
    const fund = await math.forMint({ ...little, equity: 10n ** 15n }, LONG, WAD, 10_000n);
    expect([dust.fee > 0n, fund.fee > 0n]).to.deep.equal([false, true]);
  });

  it("redeems for the value less the venue's cost and the fee", async function () {
    const curve = { fee: wad("0.001"), skew: 0n, depth: 0n };
    const redeemed = await math.forRedeem({ ...FUND, curve }, 100n * WAD, 10_000n);
    const closed = (30n * WAD * 100n * DOLLAR - 1n) / (1_000n * DOLLAR - 1n) + 1n;
    expect(redeemed).to.deep.equal([100n * WAD, 100n * DOLLAR - 300_001n - DOLLAR, -closed, 300_001n, DOLLAR]);
  });

  it("does not redeem when closing costs a unit more than the value, and does for nothing when it costs the same", async function () {
    // A venue that takes a third of the notional takes all of the value at 3x; the whole position rounds up to one more.
    const at = (fee: bigint): Fund => ({
      ...FUND,
      equity: FUND.equity + UNIT,
      size: 30n * WAD,
      curve: { fee, skew: 0n, depth: 0n },
    });
    const shares = FUND.supply + FUND.virtualShares;
    const free = await math.forRedeem(at(0n), shares, 0n);
    const value = free.assets;
    const closed = -free.sizeDelta;
    // The largest rate whose charge is the value, and the next.
    const notional = (closed * 100n * WAD + WAD - 1n) / WAD;
    const same = (value * UNIT * WAD) / notional;
    const order = await math.forRedeem(at(same), shares, 0n);
    expect([order.assets, order.cost, order.sizeDelta]).to.deep.equal([0n, value, -closed]);
    const dearer = ((value + 1n) * UNIT * WAD) / notional;
    await expect(math.forRedeem(at(dearer), shares, 0n))
      .to.be.revertedWithCustomError(math, "OrderMath_CostAboveValue")
      .withArgs(value, value + 1n);
  });

  it("burns less than a millionth of a dollar without a trade when that would cost more", async function () {
    const dear = { fee: WAD, skew: 0n, depth: 0n };
    const fine: Fund = {
      ...FUND,
      unit: 1n,
      virtualShares: 1n,
      equity: 1_000n * WAD,
      supply: 1_000n * WAD,
      curve: dear,
    };
    const order = await math.forRedeem(fine, 10n ** 12n - 1n, 1_000n);
    expect(order).to.deep.equal([10n ** 12n - 1n, 0n, 0n, 0n, 10n ** 9n]);
    await expect(math.forRedeem(fine, 10n ** 12n, 1_000n)).to.be.revertedWithCustomError(
      math,
      "OrderMath_CostAboveValue",
    );
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

  it("pays the last holder the lesser of the shares' value and what closing everything leaves", async function () {
    const curve = { fee: wad("0.001"), skew: 0n, depth: 0n };
    const all = await math.forLastRedeem({ ...FUND, curve }, FUND.supply);
    expect(all).to.deep.equal([FUND.supply, 997n * DOLLAR - 1n, -30n * WAD, 3n * DOLLAR, 0n]);
    const half = await math.forLastRedeem({ ...FUND, curve }, FUND.supply / 2n);
    expect(half.sizeDelta).to.equal(-30n * WAD);
    expect(half.assets).to.be.within(498n * DOLLAR, 499n * DOLLAR);
  });
});
