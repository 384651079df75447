import { expect } from "chai";
import fc, { type Arbitrary } from "fast-check";
import { Chain, ChainlinkPriceOracle, MockAggregator, SearchOutcome } from "../../../src/model/index.js";
import { connect } from "../../support/connect.js";
import { ANSWER, deployWithFeed, MAX_AGE, MAX_PRICE, MIN_PRICE, OUT_OF_BOUNDS } from "../../support/oracle.js";
import { property } from "../../support/property.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

/** {s} By how much the search's time may lie back, or a round's be wrong. */
const SPAN = 100;

/** A round's answer, and by how much its time is off; undefined for a round without a time. */
interface Drawn {
  readonly answer: bigint;
  readonly off: number | undefined;
}

const round: Arbitrary<Drawn> = fc.record({
  answer: fc.oneof(fc.constant(ANSWER), fc.constantFrom(OUT_OF_BOUNDS, 0n, -1n)),
  off: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.integer({ min: -SPAN, max: SPAN }) },
  ),
});

const history = fc.record({
  rounds: fc.array(round, { maxLength: 40 }),
  ago: fc.integer({ min: 0, max: SPAN }),
  steps: fc.array(fc.bigInt(1n, 9n), { minLength: 1, maxLength: 5 }),
  // The twin's feed fails as a whole, or not at all.
  isFailing: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn === 0),
});

describe("ChainlinkPriceOracle: priceAt and its twin", function () {
  const withFeed = () => deployWithFeed(connection);

  property("agree to the last bit on every call of a search", history, async ({ rounds, ago, steps, isFailing }) => {
    const { feed, oracle } = await loadFixture(withFeed);
    const now = async () => BigInt(await time.latest());
    const [, , , first] = await feed.latestRoundData();
    const chain = new Chain(first);
    const twinFeed = new MockAggregator(chain, "feed", 8, ANSWER);
    const twin = new ChainlinkPriceOracle({
      feed: twinFeed,
      maxAge: MAX_AGE,
      minPrice: MIN_PRICE,
      maxPrice: MAX_PRICE,
      deviationThreshold: 0n,
    });
    for (const { answer, off } of rounds) {
      const updatedAt = off === undefined ? 0n : (await now()) + BigInt(off);
      await feed.setRound(answer, updatedAt, updatedAt);
      twinFeed.setRound(answer, updatedAt);
    }
    await feed.setFailing(isFailing);
    twinFeed.setFailing(isFailing);
    chain.now = await now();
    const then = chain.now - 1n - BigInt(ago);

    let cursor = 0n;
    for (let call = 0; ; call++) {
      const limit = steps[call % steps.length]!;
      const { outcome, price, updatedAt, cursor: next } = twin.priceAt(then, cursor, limit);
      expect(await oracle.priceAt(then, cursor, limit)).to.deep.equal([BigInt(outcome), price, updatedAt, next]);
      if (outcome !== SearchOutcome.Unfinished) return;
      cursor = next;
    }
  });
});
