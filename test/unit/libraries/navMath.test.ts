import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { amount } from "../../support/libraries/arbitrary.js";
import { fund, notionalOf, type Fund } from "../../support/libraries/fund.js";
import { ceil, floor, ratio, truncate } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { WAD } from "../../support/numbers.js";
import { property } from "../../support/property.js";

const { ethers } = await connect();
const math = await ethers.deployContract("NavMathHarness");

/** {usd} A tenth of a cent. */
const DUST = 10n ** 15n;

const any = fc.tuple(fund, amount(0n, 10n ** 30n, WAD)).map(([fund, quantity]) => ({ fund, quantity }));

/** {collateral} Equity in exact units. */
const equityOf = ({ equity, unit }: Fund) => ratio(equity, unit);
const sharesOf = ({ supply, virtualShares }: Fund) => supply + virtualShares;

function isDust({ equity, supply, unit, virtualShares }: Fund): boolean {
  const firstPrice = ratio(unit, virtualShares);
  return equity < DUST && firstPrice.mul(supply).compare(DUST) < 0;
}

describe("NavMath", function () {
  reachingProperty(
    "asks a minter for s (E + 1) / (S + V) with E rounded up, and gives a redeemer the same with E rounded down",
    any,
    { "equity between two units": 0.3, "a fund without shares": 0.005, "a difference of roundings": 0.3 },
    async ({ fund, quantity }, reach) => {
      const [E, supply] = [equityOf(fund), sharesOf(fund)];
      const up = await math.toAssetsUp(fund, quantity);
      const down = await math.toAssetsDown(fund, quantity);
      expect(up).to.equal(ceil(ratio((ceil(E) + 1n) * quantity, supply)));
      expect(down).to.equal(floor(ratio((floor(E) + 1n) * quantity, supply)));
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
      const perShareUp = ratio(ceil(equityOf(fund)) + 1n, sharesOf(fund));
      expect(ceil(perShareUp.mul(most)) <= quantity).to.be.true;
      expect(perShareUp.mul(most + 1n).compare(quantity) > 0).to.be.true;
      const enough = await math.toSharesUp(fund, quantity);
      const perShareDown = ratio(floor(equityOf(fund)) + 1n, sharesOf(fund));
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
      const worth = ratio((floor(equityOf(of)) + 1n) * of.unit * WAD, sharesOf(of));
      expect(await math.navPerToken(of)).to.equal(isWipedOut ? 0n : floor(worth));
      reach("a NAV", !isWipedOut);
      reach("wiped out", isWipedOut);
    },
  );

  const poor = fc.record({
    equity: amount(0n, 10n ** 16n, DUST - 1n, DUST, DUST + 1n, 10n ** 12n, 10n ** 12n - 1n),
    unit: fc.constantFrom(1n, 1_000n, 10n ** 12n),
    firstPrice: fc.constantFrom(1n, 10n ** 6n, 10n ** 12n),
    of: fund,
    share: amount(0n, 10n ** 4n, 1_000n, 999n, 1_001n),
  });
  reachingProperty(
    "is dust below a tenth of a cent if its shares never stood for more, and wiped out below one unit if it is not dust",
    poor.map(({ equity, unit, firstPrice, of, share }) => {
      const virtualShares = firstPrice * 10n ** 6n;
      // In millionths of a dollar at the first price.
      const supply = (share * 10n ** 12n * virtualShares) / unit;
      return { ...of, equity, unit, virtualShares, supply };
    }),
    { dust: 0.1, "wiped out": 0.05, neither: 0.2 },
    async (of, reach) => {
      expect(await math.isDust(of)).to.equal(isDust(of));
      const isWipedOut = equityOf(of).compare(1n) < 0 && !isDust(of);
      expect(await math.isWipedOut(of)).to.equal(isWipedOut);
      reach("dust", isDust(of));
      reach("wiped out", isWipedOut);
      reach("neither", !isWipedOut && !isDust(of));
    },
  );

  it("draws the line of dust at a tenth of a cent exactly, in equity and in shares at their first price", async function () {
    const of = { equity: DUST - 1n, unit: 10n ** 12n, virtualShares: 10n ** 12n, size: 0n, price: WAD };
    const curve = { fee: 0n, skew: 0n, depth: 0n };
    const line = DUST;
    expect(await math.isDust({ ...of, curve, supply: line - 1n })).to.be.true;
    expect(await math.isDust({ ...of, curve, supply: line })).to.be.false;
    expect(await math.isDust({ ...of, curve, equity: DUST, supply: 0n })).to.be.false;
    expect(await math.isWipedOut({ ...of, curve, equity: 10n ** 12n - 1n, supply: line })).to.be.true;
    expect(await math.isWipedOut({ ...of, curve, equity: 10n ** 12n, supply: line })).to.be.false;
    expect(await math.isWipedOut({ ...of, curve, equity: 0n, supply: line - 1n })).to.be.false;
  });

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
    const curve = { fee: 0n, skew: 0n, depth: 0n };
    const broke = { equity: 0n, unit: 1n, virtualShares: 1n, supply: WAD, size: -WAD, price: WAD, curve };
    expect(await math.leverage(broke)).to.equal(0n);
    expect(await math.leverage({ ...broke, equity: 1n })).to.equal(-WAD * WAD);
    expect(await math.notional({ ...broke, size: -1n, price: WAD - 1n })).to.equal(0n);
    expect(await math.notional({ ...broke, size: -1n, price: WAD })).to.equal(-1n);
  });
});
