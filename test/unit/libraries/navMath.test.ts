import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { amount } from "../../support/libraries/arbitrary.js";
import {
  DUST,
  fund,
  isDust,
  notionalOf,
  VIRTUAL_ASSETS,
  virtualAssetsOf,
  type Fund,
} from "../../support/libraries/fund.js";
import { ceil, floor, ratio, truncate } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { WAD } from "../../support/numbers.js";
import { property } from "../../support/property.js";

const { ethers } = await connect();
const math = await ethers.deployContract("NavMathHarness");

const any = fc.tuple(fund, amount(0n, 10n ** 30n, WAD)).map(([fund, quantity]) => ({ fund, quantity }));

const FREE = { fee: 0n, skew: 0n, depth: 0n };

/** {collateral} Equity in exact units. */
const equityOf = ({ equity, unit }: Fund) => ratio(equity, unit);
const sharesOf = ({ supply, virtualShares }: Fund) => supply + virtualShares;

/** {collateral} What stands against all shares, virtual ones too, for whole units of equity; exact. */
const backing = (of: Fund, units: bigint) => virtualAssetsOf(of).add(units);

describe("NavMath", function () {
  reachingProperty(
    "asks a minter for s (E + A) / (S + V) with E rounded up, and gives a redeemer the same with E rounded down",
    any,
    { "equity between two units": 0.3, "a fund without shares": 0.005, "a difference of roundings": 0.3 },
    async ({ fund, quantity }, reach) => {
      const [E, supply] = [equityOf(fund), sharesOf(fund)];
      const up = await math.toAssetsUp(fund, quantity);
      const down = await math.toAssetsDown(fund, quantity);
      expect(up).to.equal(ceil(backing(fund, ceil(E)).mul(quantity).div(supply)));
      expect(down).to.equal(floor(backing(fund, floor(E)).mul(quantity).div(supply)));
      reach("equity between two units", E.d !== 1n);
      reach("a fund without shares", fund.supply === 0n);
      reach("a difference of roundings", up !== down);
    },
  );

  property(
    "counts equity in units of collateral, down for what is paid out and up for what is paid in",
    fund,
    async (of) => {
      expect(await math.equityDown(of)).to.equal(floor(equityOf(of)));
      expect(await math.equityUp(of)).to.equal(ceil(equityOf(of)));
    },
  );

  property(
    "finds the most shares an amount can pay for, and the least that are worth it",
    any,
    async ({ fund, quantity }) => {
      const most = await math.toSharesDown(fund, quantity);
      const perShareUp = backing(fund, ceil(equityOf(fund))).div(sharesOf(fund));
      expect(ceil(perShareUp.mul(most)) <= quantity).to.be.true;
      expect(perShareUp.mul(most + 1n).compare(quantity) > 0).to.be.true;
      const enough = await math.toSharesUp(fund, quantity);
      const perShareDown = backing(fund, floor(equityOf(fund))).div(sharesOf(fund));
      expect(floor(perShareDown.mul(enough)) >= quantity).to.be.true;
      if (enough > 0n) expect(perShareDown.mul(enough - 1n).compare(quantity) < 0).to.be.true;
    },
  );

  property(
    "never gives back more than was paid when shares are minted and redeemed",
    any,
    async ({ fund, quantity }) => {
      const shares = await math.toSharesDown(fund, quantity);
      expect((await math.toAssetsDown(fund, shares)) <= quantity).to.be.true;
      expect((await math.toSharesUp(fund, quantity)) >= shares).to.be.true;
    },
  );

  reachingProperty(
    "shows NAV as what a whole token is worth, in dollars rounded down, and zero once the fund is wiped out",
    fund,
    { "a NAV": 0.8, "wiped out": 0.002 },
    async (of, reach) => {
      const isWipedOut = of.equity < of.unit && !isDust(of);
      const worth = backing(of, floor(equityOf(of)))
        .mul(of.unit * WAD)
        .div(sharesOf(of));
      expect(await math.navPerToken(of)).to.equal(isWipedOut ? 0n : floor(worth));
      reach("a NAV", !isWipedOut);
      reach("wiped out", isWipedOut);
    },
    { normal: 1_000, deep: 2_000 },
  );

  const poor = fc.record({
    equity: amount(0n, 10n ** 16n, DUST - 1n, DUST, DUST + 1n, 10n ** 12n, 10n ** 12n - 1n),
    unit: fc.constantFrom(1n, 1_000n, 10n ** 12n),
    perWei: fc.constantFrom(1n, 10n ** 6n, 10n ** 12n),
    of: fund,
    share: amount(0n, 10n ** 4n, 1_000n, 999n, 1_001n),
  });
  reachingProperty(
    "is dust below a tenth of a cent if its shares never stood for more, wiped out below one unit if it is not dust, and " +
      "too small below 2,000 units or as dust",
    poor.map(({ equity, unit, perWei, of, share }) => {
      const virtualShares = (VIRTUAL_ASSETS / unit) * perWei;
      // A millionth of a dollar at the first price is as many shares as the virtual ones.
      return { ...of, equity, unit, virtualShares, supply: share * virtualShares };
    }),
    { dust: 0.1, "wiped out": 0.02, "too small": 0.02, neither: 0.2 },
    async (of, reach) => {
      const expected = of.equity < DUST && of.supply < 1_000n * of.virtualShares;
      expect(await math.isDust(of)).to.equal(expected);
      const isWipedOut = equityOf(of).compare(1n) < 0 && !expected;
      expect(await math.isWipedOut(of)).to.equal(isWipedOut);
      const isSmall = expected || equityOf(of).compare(2_000n) < 0;
      expect(await math.isTooSmall(of)).to.equal(isSmall);
      reach("dust", expected);
      reach("wiped out", isWipedOut);
      reach("too small", isSmall && !isWipedOut && !expected);
      reach("neither", !isSmall);
    },
  );

  it("draws the line of dust at a tenth of a cent exactly, in equity and in shares at their first price", async function () {
    const of = { equity: DUST - 1n, unit: 10n ** 12n, virtualShares: 10n ** 12n, size: 0n, price: WAD, curve: FREE };
    const line = DUST;
    expect(await math.isDust({ ...of, supply: line - 1n })).to.be.true;
    expect(await math.isDust({ ...of, supply: line })).to.be.false;
    expect(await math.isDust({ ...of, equity: DUST, supply: 0n })).to.be.false;
    expect(await math.isWipedOut({ ...of, equity: 10n ** 12n - 1n, supply: line })).to.be.true;
    expect(await math.isWipedOut({ ...of, equity: 10n ** 12n, supply: line })).to.be.false;
    expect(await math.isWipedOut({ ...of, equity: 0n, supply: line - 1n })).to.be.false;
  });

  it("is too small to trade below 2,000 units, of 18 decimals as of 6, and as dust however many units that is", async function () {
    const of = { supply: 10n ** 24n, virtualShares: 10n ** 12n, size: 0n, price: WAD, curve: FREE };
    for (const unit of [1n, 10n ** 12n]) {
      expect(await math.isTooSmall({ ...of, unit, equity: 2_000n * unit - 1n })).to.be.true;
      expect(await math.isTooSmall({ ...of, unit, equity: 2_000n * unit })).to.be.false;
    }
    expect(await math.isTooSmall({ ...of, unit: 1n, equity: DUST - 1n, supply: 0n })).to.be.true;
    expect(await math.isTooSmall({ ...of, unit: 1n, equity: DUST, supply: 0n })).to.be.false;
  });

  it("backs the virtual shares with a millionth of a dollar: a unit of 6 decimals, a million million of 18", async function () {
    const of = { equity: 0n, supply: 0n, virtualShares: 10n ** 12n, size: 0n, price: WAD, curve: FREE };
    // The first whole token is a dollar either way.
    expect(await math.toAssetsUp({ ...of, unit: 10n ** 12n }, WAD)).to.equal(1_000_000n);
    expect(await math.toAssetsUp({ ...of, unit: 1n }, WAD)).to.equal(WAD);
    expect(await math.navPerToken({ ...of, unit: 1n })).to.equal(WAD);
  });

  reachingProperty(
    "fills a fund from a reading of its account, less what the fund owes and never below zero",
    fc.tuple(fund, amount(0n, 2n ** 96n), amount(0n, 2n ** 40n)),
    { "nothing owed": 0.02, owed: 0.2, "more owed than there is": 0.1 },
    async ([of, owed, priceUpdatedAt], reach) => {
      const { equity, unit, supply, virtualShares, size, price, curve } = of;
      const position = { price, priceUpdatedAt, size, equity, curve, isExact: true, halted: false };
      const filled = await math.fill(position, unit, supply, virtualShares, owed);
      const left = equity > owed * unit ? equity - owed * unit : 0n;
      expect(filled).to.deep.equal([left, unit, supply, virtualShares, size, price, Object.values(curve)]);
      reach("nothing owed", owed === 0n);
      reach("owed", owed > 0n && left > 0n);
      reach("more owed than there is", left === 0n && equity > 0n);
    },
  );

  reachingProperty(
    "states the position's notional and its leverage over equity with their sign, rounded toward zero",
    fund,
    { long: 0.3, short: 0.3, flat: 0.02 },
    async (of, reach) => {
      const notional = await math.notional(of);
      expect(notional).to.equal(truncate(notionalOf(of)));
      const expected = of.equity === 0n ? 0n : truncate(ratio(notional * WAD, of.equity));
      expect(await math.leverage(of)).to.equal(expected);
      reach("long", expected > 0n);
      reach("short", expected < 0n);
      reach("flat", of.size === 0n);
    },
  );

  it("has no leverage without equity, whatever the position", async function () {
    const broke = { equity: 0n, unit: 1n, virtualShares: 1n, supply: WAD, size: -WAD, price: WAD, curve: FREE };
    expect(await math.leverage(broke)).to.equal(0n);
    expect(await math.leverage({ ...broke, equity: 1n })).to.equal(-WAD * WAD);
    expect(await math.notional({ ...broke, size: -1n, price: WAD - 1n })).to.equal(0n);
    expect(await math.notional({ ...broke, size: -1n, price: WAD })).to.equal(-1n);
  });
});
