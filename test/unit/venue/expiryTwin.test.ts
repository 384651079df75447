import { expect } from "chai";
import fc from "fast-check";
import {
  attempt,
  Chain,
  ChainlinkPriceOracle,
  MockAggregator,
  MockCollateral,
  MockFuturesVenue,
} from "../../../src/model/index.js";
import { connect } from "../../support/connect.js";
import { DAY, HOUR, wad } from "../../support/numbers.js";
import { marketOf } from "../../support/options.js";
import { deployAggregator, deployOracle, MAX_PRICE, MIN_PRICE } from "../../support/oracle.js";
import { property } from "../../support/property.js";
import { deployForTest } from "../../support/system.js";
import { openAccount } from "../../support/venue.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

const GAS = { gasLimit: 10_000_000n };
const UNIT = 1_000_000n;
const SIZES = [wad("0.4"), wad("-0.3")];
const TERMS = marketOf({ outageDelay: DAY }, UNIT);
const ORACLE = { maxAge: HOUR, minPrice: MIN_PRICE, maxPrice: MAX_PRICE, deviationThreshold: 0n };

const step = fc.record({
  /** {s} Half of an outage's delay is 43,200. */
  wait: fc.oneof(
    fc.bigInt(1n, 60n),
    fc.bigInt(30_000n, 43_300n),
    fc.constantFrom(43_199n, 43_200n, 43_201n, DAY - 1n, DAY, DAY + 1n),
  ),
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constant("report" as const) },
    { weight: 3, arbitrary: fc.constant("expire" as const) },
    { weight: 2, arbitrary: fc.constantFrom("fail", "halt", "close", "closeExpired") },
    { weight: 2, arbitrary: fc.constantFrom("answer", "invalid", "trade", "fund") },
  ),
  choice: fc.nat(9),
});

describe("MockFuturesVenue: expiry and its twin", function () {
  const system = () => deployForTest(connection);

  /** Two accounts in a market, on both sides of the comparison. */
  async function worlds() {
    const base = await loadFixture(system);
    const feed = await deployAggregator(connection, 50_000n * 10n ** 8n);
    const chain = new Chain(BigInt(await time.latest()));
    const twinFeed = new MockAggregator(chain, "feed", 8, 50_000n * 10n ** 8n);
    const oracle = await deployOracle(connection, feed, ORACLE);
    const market = connection.ethers.encodeBytes32String("ETH");
    await base.venue.listMarket(market, { oracle, ...TERMS });
    const there = { ...base, market, oracle, feed };

    const collateral = new MockCollateral(chain, "collateral", 6);
    const twin = new MockFuturesVenue(chain, "venue", collateral);
    chain.now = BigInt(await time.latest());
    twin.listMarket(market, { oracle: new ChainlinkPriceOracle({ feed: twinFeed, ...ORACLE }), ...TERMS });
    const { pool } = await base.venue.books();
    collateral.mint("provider", pool);
    twin.depositLiquidity("provider", pool);

    const traders = [];
    for (const [index, size] of SIZES.entries()) {
      traders.push(await openAccount(there, 5_000n * UNIT, size));
      chain.now = BigInt(await time.latest());
      collateral.mint(String(index), 5_000n * UNIT);
      twin.trade(String(index), market, size, 5_000n * UNIT, 0n, false, 10n ** 18n, "");
    }
    return { ...there, traders, chain, twin, twinFeed };
  }
  type Worlds = Awaited<ReturnType<typeof worlds>>;

  /** The same on chain and in the twin; each returns something when it has succeeded. */
  function deedOf({ venue, market, feed, traders, twin, twinFeed }: Worlds, what: string, choice: number) {
    const id = choice % 2;
    const steps = BigInt(choice % 3);
    const answer = what === "invalid" ? 0n : BigInt(45_000 + 1_000 * choice) * 10n ** 8n;
    switch (what) {
      case "report":
        return [() => venue.reportOutage(market, GAS), () => twin.reportOutage(market)];
      case "expire":
        return [() => venue.expire(market, steps, GAS), () => twin.expire(market, steps)];
      case "fail":
        return [() => feed.setFailing(choice < 5), () => twinFeed.setFailing(choice < 5)];
      case "halt":
        return [
          () => venue.setScenario(market, choice < 5, false, 0n, GAS),
          () => twin.setScenario(market, choice < 5, false, 0n),
        ];
      case "trade":
        return [
          () => traders[id]!.trade(market, 0n, 0n, GAS),
          () => twin.trade(String(id), market, 0n, 0n, 0n, false, 10n ** 18n, ""),
        ];
      case "close":
        return [
          () => traders[id]!.execute(venue, venue.interface.encodeFunctionData("close", [market]), GAS),
          () => twin.close(String(id), market),
        ];
      case "closeExpired":
        return [() => venue.closeExpired(market, traders[id]!, GAS), () => twin.closeExpired(market, String(id))];
      case "fund":
        return [() => venue.setBaseFunding(market, steps, GAS), () => twin.setBaseFunding(market, steps)];
      default:
        return [() => feed.setAnswer(answer), () => twinFeed.setAnswer(answer)];
    }
  }

  const flat = (value: unknown): unknown =>
    typeof value === "object" && value ? Object.values(value).map(flat) : value;

  async function expectSame({ venue, market, traders, twin }: Worlds, after: string): Promise<void> {
    const state = await venue.marketState(market);
    const twinState = twin.marketState(market);
    expect(state.trading.status, after).to.equal(BigInt(twinState.trading.status));
    for (const part of ["openInterest", "funding", "shortBasis", "outage"] as const) {
      expect(state[part], `${part} after ${after}`).to.deep.equal(flat(twinState[part]));
    }
    expect(await venue.books(), after).to.deep.equal(flat(twin.books()));
    for (const [index, trader] of traders.entries()) {
      expect(await venue.account(market, trader), after).to.deep.equal(flat(twin.account(market, String(index))));
    }
    const position = await venue.position(market, traders[0]!).catch(() => undefined);
    const twinPosition = attempt(() => twin.position(market, "0"));
    expect(position, after).to.deep.equal(flat(twinPosition));
  }

  property(
    "agree to the last bit in every order of outages, reports, searches and closes",
    fc.array(step, { minLength: 25, maxLength: 40 }),
    async (steps) => {
      const both = await worlds();
      for (const { wait, what, choice } of steps) {
        both.chain.now = BigInt(await time.latest()) + wait;
        await time.setNextBlockTimestamp(both.chain.now);
        const [onChain, inTwin] = deedOf(both, what, choice);
        const succeeded = await (onChain as () => Promise<unknown>)().then(
          () => true,
          () => false,
        );
        expect(attempt(() => (inTwin!(), true)) ?? false, what).to.equal(succeeded);
        await expectSame(both, what);
      }
    },
    { normal: 40, deep: 1_000 },
  );
});
