import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { amount, logUniform, rarely, signed } from "../../support/libraries/arbitrary.js";
import { price, unit } from "../../support/libraries/fund.js";
import { ceil, floor, greatest, least, ratio, truncate, type Rational } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { abs, WAD } from "../../support/numbers.js";
import { property } from "../../support/property.js";

const { ethers } = await connect();
const math = await ethers.deployContract("VenueMathHarness");

/** {usd} One unit of a reserve, in wei. */
const MICRO = 10n ** 12n;
const MOST_SIZE = 2n ** 127n - 1n;
const MOST_RATE = 2n ** 47n - 1n;

const reserve = fc.oneof(amount(0n, 2n ** 64n - 1n), logUniform(1n, 10n ** 13n));
const margin = fc.oneof(amount(0n, 2n ** 96n - 1n), logUniform(1n, 10n ** 24n));

/** Mostly an account that holds some dollars' worth, and any whose fields fit. */
const account = fc
  .record({
    price,
    value: signed(10n ** 30n),
    size: signed(MOST_SIZE),
    odd: fc.integer({ min: 0, max: 5 }),
    margin,
    reserve,
  })
  .map(({ price, value, size, odd, margin, reserve }) => {
    return {
      account: { size: odd === 0 ? size : (value * WAD) / price, mark: price, margin, reserve, markedAt: 0n },
      price,
    };
  });

/** {1} Of the price, WAD: how far the index has moved. */
const change = fc.oneof(fc.bigInt(-WAD, WAD), signed(WAD), signed(10n * WAD));
const held = fc
  .tuple(account, change, unit)
  .map(([{ account, price }, change, unit]) => ({ account, net: price + (price * change) / WAD, unit }));

type Held = (typeof held extends fc.Arbitrary<infer T> ? T : never)["account"];

/** {usd} Profit and funding since the account was marked: size times the move, exact. */
const gainOf = ({ size, mark }: Held, net: bigint) => ratio(size * (net - mark), WAD);

describe("VenueMath", function () {
  const rates = fc.record({
    base: signed(MOST_RATE),
    skewRate: amount(0n, MOST_RATE),
    max: amount(0n, MOST_RATE),
    skew: fc.oneof(signed(10n ** 39n), signed(10n ** 27n), signed(100n)),
    depth: fc.oneof(amount(0n, 10n ** 33n), amount(0n, 100n)),
  });
  reachingProperty(
    "lets funding follow base and skew, toward zero, and holds it between the bounds",
    rates,
    { inside: 0.1, "at the upper bound": 0.1, "at the lower bound": 0.1, "no depth limit": 0.02 },
    async ({ base, skewRate, max, skew, depth }, reach) => {
      const bySkew = depth === 0n ? 0n : truncate(ratio(skewRate * skew, depth));
      const free = ratio(base + bySkew);
      const expected = greatest(least(free, ratio(max)), ratio(-max));
      expect(await math.fundingRate(base, skewRate, max, skew, depth)).to.equal(floor(expected));
      reach("inside", expected.equals(free));
      reach("at the upper bound", free.compare(max) > 0);
      reach("at the lower bound", free.compare(-max) < 0);
      reach("no depth limit", depth === 0n);
    },
  );

  const word = fc.oneof(amount(0n, 2n ** 128n - 1n, WAD), fc.constant(2n ** 128n - 1n));
  property(
    "values any size at any price, and divides, rounded as the names say",
    fc.tuple(word, word, fc.oneof(amount(1n, 2n ** 128n), fc.constant(1n))),
    async ([size, price, divisor]) => {
      const exact = ratio(size * price, WAD);
      expect(await math.notionalDown(size, price)).to.equal(floor(exact));
      expect(await math.notionalUp(size, price)).to.equal(ceil(exact));
      expect(await math.divUp(size, divisor)).to.equal(ceil(ratio(size, divisor)));
    },
  );

  reachingProperty(
    "counts profit and funding since the last mark, rounded down: venue over trader",
    held,
    { profit: 0.2, loss: 0.2, "a fraction of a wei lost": 0.05 },
    async ({ account, net }, reach) => {
      const exact = gainOf(account, net);
      expect(await math.profit(account, net)).to.equal(floor(exact));
      reach("profit", exact.compare(0n) > 0);
      reach("loss", exact.compare(0n) < 0);
      reach("a fraction of a wei lost", exact.compare(0n) < 0 && exact.d !== 1n);
    },
  );

  it("counts a whole loss as it is, and a wei more for any fraction", async function () {
    const of = { size: 3n, mark: WAD, margin: 0n, reserve: 0n, markedAt: 0n };
    expect(await math.profit(of, 0n)).to.equal(-3n);
    expect(await math.profit(of, 1n)).to.equal(-3n);
    expect(await math.profit(of, WAD - 1n)).to.equal(-1n);
    expect(await math.profit(of, 2n * WAD - 1n)).to.equal(2n);
  });

  reachingProperty(
    "values an account at its margin and its profit up to the reserve, and says what it may still win",
    held,
    { "profit beyond the reserve": 0.1, "profit within it": 0.1, "a loss": 0.1, bankrupt: 0.05 },
    async ({ account, net, unit }, reach) => {
      const gain = floor(gainOf(account, net));
      const most = account.reserve * MICRO;
      const counted = gain < most ? gain : most;
      const worth = await math.worth(account, net, unit);
      expect(worth).to.equal(account.margin * unit + counted);
      const left = most - (counted > 0n ? counted : 0n);
      expect(await math.remainingProfit(account, worth, unit)).to.equal(left);
      reach("profit beyond the reserve", gain > most);
      reach("profit within it", gain > 0n && gain <= most);
      reach("a loss", gain < 0n);
      reach("bankrupt", worth < 0n);
    },
  );

  property(
    "asks for a reserve by the second, rounded up: venue over trader",
    fc.record({
      reserve,
      rate: amount(0n, 2n ** 48n - 1n),
      since: amount(0n, 2n ** 40n - 1n),
      seconds: amount(0n, 10n ** 9n),
    }),
    async ({ reserve, rate, since, seconds }) => {
      const of = { size: 0n, mark: 0n, margin: 0n, reserve, markedAt: since };
      const exact = ratio(reserve * MICRO * rate * seconds, WAD);
      expect(await math.reserveFee(of, rate, since + seconds)).to.equal(ceil(exact));
    },
  );

  it("takes a fee out of what there is, and nothing of a bankrupt", async function () {
    const cases = [
      [100n, 40n, 60n],
      [100n, 100n, 0n],
      [100n, 101n, 0n],
      [100n, 2n ** 256n - 1n, 0n],
      [0n, 5n, 0n],
      [-7n, 5n, -7n],
    ] as const;
    for (const [worth, fee, left] of cases) expect(await math.lessFee(worth, fee)).to.equal(left);
  });

  property(
    "reserves the whole notional to the next millionth of a dollar, and covers with it the most that fits",
    fc.tuple(amount(0n, MOST_SIZE, WAD), price, reserve),
    async ([size, price, reserve]) => {
      const needed = ceil(ratio(size * price, WAD * MICRO));
      expect(await math.reserveFor(size, price)).to.equal(needed);
      const covered = await math.coveredBy(reserve, price);
      expect(ceil(ratio(covered * price, WAD * MICRO)) <= reserve).to.be.true;
      expect(ratio((covered + 1n) * price, WAD).compare(reserve * MICRO) > 0).to.be.true;
    },
  );

  const position = fc
    .record({
      price,
      unit,
      /** {usd} Notional, WAD. */
      worth: signed(10n ** 28n),
      /** {1} Margin over notional, WAD. */
      margin: fc.oneof(fc.bigInt(0n, WAD), amount(0n, 3n * WAD)),
      fundingOfPrice: signed(WAD / 10n),
      /** {usd} For the reserve, WAD. */
      fee: rarely(3, amount(0n, 10n ** 26n)),
      maintenance: fc.oneof(fc.constant(3n * 10n ** 16n), amount(0n, WAD / 2n)),
    })
    .map(({ price, unit, worth, margin, fundingOfPrice, fee = 0n, maintenance }) => {
      const funding = (price * fundingOfPrice) / WAD;
      const least = (abs(worth) * margin) / WAD / unit;
      const size = (worth * WAD) / price;
      return {
        account: { size, mark: price - funding, margin: least, reserve: 0n, markedAt: 0n },
        unit,
        funding,
        fee,
        maintenance,
      };
    });
  reachingProperty(
    "finds the price at which equity is down to the maintenance margin, or says that there is none",
    position,
    { "a long's": 0.15, "a short's": 0.2, none: 0.02 },
    async ({ account, unit, funding, fee, maintenance }, reach) => {
      const { size, mark, margin } = account;
      const found = await math.liquidationPrice(account, funding, fee, maintenance, unit);
      // margin + size (P - funding - mark) - fee = maintenance |size| P, for P.
      const keep = size > 0n ? WAD - maintenance : WAD + maintenance;
      const numerator = ratio(size * (mark + funding), WAD)
        .sub(margin * unit)
        .add(fee);
      const denominator = ratio(size * keep, WAD);
      // Both are held in whole wei, so a tiny position's price is only as fine as they are.
      if (size === 0n) expect(found).to.equal(0n);
      else if (denominator.abs().compare(1_000n) >= 0 && numerator.abs().compare(1_000n) >= 0) {
        const exact = numerator.div(denominator).mul(WAD);
        if (exact.compare(0n) <= 0) expect(found).to.equal(0n);
        else expectWithin(found, exact, errorOf(numerator, denominator, exact));
        reach("a long's", size > 0n && found > 0n);
        reach("a short's", size < 0n && found > 0n);
        reach("none", found === 0n);
      }
    },
  );

  /** What one wei in numerator and denominator make of a quotient, and its own last digit. */
  function errorOf(numerator: Rational, denominator: Rational, quotient: Rational): Rational {
    const relative = ratio(2n).div(numerator.abs()).add(ratio(2n).div(denominator.abs()));
    return quotient.mul(relative).add(1n);
  }

  function expectWithin(found: bigint, exact: Rational, error: Rational) {
    expect(exact.sub(found).abs().compare(error) <= 0, `${found.toString()} for ${exact.toString()}`).to.be.true;
  }

  it("liquidates a 3x long of 100 where 3 % of the notional is left, a 3x short likewise, and 1x never", async function () {
    const maintenance = WAD / 100n;
    const of = { size: 3n * WAD, mark: 100n * WAD, margin: 100n, reserve: 0n, markedAt: 0n };
    // 100 + 3 (P - 100) = 0.03 P and 100 - 3 (P - 100) = 0.03 P
    const long = await math.liquidationPrice(of, 0n, 0n, maintenance, WAD);
    expect(long).to.equal(floor(ratio(200n * WAD * 100n, 297n)));
    const short = await math.liquidationPrice({ ...of, size: -3n * WAD }, 0n, 0n, maintenance, WAD);
    expect(short).to.equal(floor(ratio(400n * WAD * 100n, 303n)));
    // Funding paid brings it nearer: 10 dollars a coin.
    const funded = await math.liquidationPrice(of, 10n * WAD, 0n, maintenance, WAD);
    expect(funded).to.equal(floor(ratio(230n * WAD * 100n, 297n)));
    // So does what its reserve has cost: ten dollars in all.
    const charged = await math.liquidationPrice(of, 0n, 10n * WAD, maintenance, WAD);
    expect(charged).to.equal(floor(ratio(210n * WAD * 100n, 297n)));
    expect(await math.liquidationPrice({ ...of, size: WAD }, 0n, 0n, maintenance, WAD)).to.equal(0n);
    expect(await math.liquidationPrice({ ...of, size: 0n }, 0n, 0n, maintenance, WAD)).to.equal(0n);
    // A short whose losses exceed what it had is past every price.
    expect(await math.liquidationPrice({ ...of, size: -WAD, mark: -200n * WAD }, 0n, 0n, maintenance, WAD)).to.equal(
      0n,
    );
    // Nothing is left of a position of one wei once its own maintenance margin is taken off.
    expect(await math.liquidationPrice({ ...of, size: 1n, mark: 10n ** 36n, margin: 0n }, 0n, 0n, WAD, WAD)).to.equal(
      0n,
    );
    expect(await math.liquidationPrice({ ...of, size: 1n }, 0n, 0n, WAD, WAD)).to.equal(0n);
  });
});
