import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { DAY } from "../../support/numbers.js";
import {
  addInvalidRounds,
  ANSWER,
  deployAggregator,
  deployOracle,
  deployWithFeed,
  deployWithRawFeed,
  deployWithSequencer,
  found,
  LATEST_ROUND,
  MAX_PRICE,
  NONE,
  PRICE,
  ROUND_BY_ID,
  searchToEnd,
  words,
} from "../../support/oracle.js";

const connection = await connect();
const { loadFixture, mine, time } = connection.networkHelpers;

const UINT256_MAX = 2n ** 256n - 1n;

describe("ChainlinkPriceOracle: priceAt", function () {
  const withFeed = () => deployWithFeed(connection);
  const withRawFeed = () => deployWithRawFeed(connection);
  const withSequencer = () => deployWithSequencer(connection);

  /** The newest block's time, which is past from the next block on. */
  async function past(): Promise<bigint> {
    const now = BigInt(await time.latest());
    await mine();
    return now;
  }

  it("finds the newest round when that is valid, whatever its age", async function () {
    const { oracle } = await loadFixture(withFeed);
    const { value, updatedAt } = await oracle.price();
    await time.increase(365n * DAY);
    expect(await oracle.priceAt(await past(), 0n, 1n)).to.deep.equal(found(value, updatedAt));
  });

  it("takes a round of the very second asked for, and none of the second after", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    const { updatedAt } = await oracle.price();
    await feed.setAnswer(8_000_00000000n);
    const second = BigInt(await time.latest());
    await mine();
    expect((await searchToEnd(oracle, second)).search).to.deep.equal(found(8_000n * 10n ** 18n, second));
    expect((await searchToEnd(oracle, second - 1n)).search).to.deep.equal(found(PRICE, updatedAt));
  });

  it("refuses a time that is not past, whose last round may be to come", async function () {
    const { oracle } = await loadFixture(withFeed);
    const now = BigInt(await time.latest());
    for (const notPast of [now, now + 1n, UINT256_MAX]) {
      await expect(oracle.priceAt(notPast, 0n, 64n))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_TimeNotPast")
        .withArgs(notPast, now);
    }
  });

  for (const state of ["down", "silent"] as const) {
    it(`does not care whether the sequencer's feed is ${state}`, async function () {
      const { sequencer, oracle, feed } = await loadFixture(withSequencer);
      const [, , , updatedAt] = await feed.latestRoundData();
      await (state === "down" ? sequencer.setAnswer(1n) : sequencer.setFailing(true));
      expect(await oracle.priceAt(await past(), 0n, 1n)).to.deep.equal(found(PRICE, updatedAt));
    });
  }

  it("passes over rounds that are incomplete, not positive, in the future or out of bounds", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    const { value, updatedAt } = await oracle.price();
    const now = await time.latest();
    await feed.setRound(ANSWER, now, 0);
    await feed.setAnswer(0n);
    await feed.setAnswer(-1n);
    await feed.setRound(ANSWER, now + 2 * Number(DAY), now + 2 * Number(DAY));
    await feed.setAnswer(1n);
    await feed.setAnswer(MAX_PRICE);
    expect((await searchToEnd(oracle, await past())).search).to.deep.equal(found(value, updatedAt));
  });

  for (const rounds of [1, 127, 129, 500]) {
    it(`ends at the same price behind ${String(rounds)} round${rounds === 1 ? "" : "s"} out of bounds`, async function () {
      const { feed, oracle } = await loadFixture(withFeed);
      const { updatedAt } = await oracle.price();
      await addInvalidRounds(feed, rounds);
      const then = await past();
      const { search, calls } = await searchToEnd(oracle, then);
      expect(search).to.deep.equal(found(PRICE, updatedAt));
      // A round a step, 64 steps a call.
      expect(calls).to.equal(Math.ceil((rounds + 1) / 64));
    });
  }

  it("ends at the same price behind 500 rounds without a time", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    const { updatedAt } = await oracle.price();
    for (let i = 0; i < 500; i++) await feed.setRound(ANSWER, 1n, 0n);
    const then = await past();
    await feed.setAnswer(ANSWER);
    await mine();
    expect((await searchToEnd(oracle, then)).search).to.deep.equal(found(PRICE, updatedAt));
  });

  it("skips a thousand later rounds in a few steps, and ends where it ended before they were there", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    await feed.setAnswer(8_000_00000000n);
    const updatedAt = BigInt(await time.latest());
    await addInvalidRounds(feed, 3);
    const then = await past();
    const before = await oracle.priceAt(then, 0n, 64n);
    expect(before).to.deep.equal(found(8_000n * 10n ** 18n, updatedAt));
    for (let i = 0; i < 1_000; i++) await feed.setAnswer(ANSWER);
    // The newest round, ten halvings of a thousand, three rounds back and the one found.
    expect(await oracle.priceAt(then, 0n, 15n)).to.deep.equal(before);
    for (const steps of [1n, 2n, 7n]) {
      expect((await searchToEnd(oracle, then, steps)).search).to.deep.equal(before);
    }
  });

  it("is not misled by one later round that is dated before the time", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    const { updatedAt } = await oracle.price();
    const then = await past();
    for (let i = 0; i < 20; i++) await feed.setAnswer(1_500_00000000n);
    await feed.setRound(0n, 0n, 1n);
    for (let i = 0; i < 20; i++) await feed.setAnswer(1_500_00000000n);
    await mine();
    expect((await searchToEnd(oracle, then)).search).to.deep.equal(found(PRICE, updatedAt));
  });

  it("does nothing in no steps", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    await addInvalidRounds(feed, 5);
    const then = await past();
    expect(await oracle.priceAt(then, 0n, 0n)).to.deep.equal([0n, 0n, 0n, 0n]);
    const { cursor } = await oracle.priceAt(then, 0n, 2n);
    expect(await oracle.priceAt(then, cursor, 0n)).to.deep.equal([0n, 0n, 0n, cursor]);
  });

  it("finds none before the first round, nor where no round is valid", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    const { updatedAt } = await oracle.price();
    await feed.setAnswer(ANSWER);
    await mine();
    expect((await searchToEnd(oracle, updatedAt - 1n)).search).to.deep.equal(NONE);

    const dead = await deployAggregator(connection, 0n);
    const believesNothing = await deployOracle(connection, dead);
    await dead.setAnswer(-1n);
    expect((await searchToEnd(believesNothing, await past(), 1n)).search).to.deep.equal(NONE);
  });

  it("finds none in a feed that does not answer at all, which no proxy stands before", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    await feed.setFailing(true);
    expect(await oracle.priceAt(await past(), 0n, 3n)).to.deep.equal(NONE);
  });

  it("passes over rounds that return too little, even if the words there are look valid", async function () {
    const { feed, oracle, now } = await loadFixture(withRawFeed);
    await feed.setResponse(LATEST_ROUND, words(3n, 0n, now, now, 3n));
    await feed.setResponse(ROUND_BY_ID, words(0n, ANSWER, now, now));
    expect((await searchToEnd(oracle, now)).search).to.deep.equal(NONE);
  });

  it("survives answers that fit no type", async function () {
    const { feed, oracle, now } = await loadFixture(withRawFeed);
    await feed.setResponse(LATEST_ROUND, words(UINT256_MAX, 2n ** 255n - 1n, 1n, 1n, UINT256_MAX));
    await feed.setResponse(ROUND_BY_ID, words(5n, ANSWER, 9n, 9n, 5n));
    expect(await oracle.priceAt(now, 0n, 2n)).to.deep.equal(found(PRICE, 9n));
  });

  it("ends even if every earlier round burns all gas it is given", async function () {
    const { feed, oracle, now } = await loadFixture(withRawFeed);
    await feed.setResponse(LATEST_ROUND, words(200n, 0n, now, now, 200n));
    await feed.setBurning(ROUND_BY_ID, true);
    await mine();
    // Each of a call's steps is one round here: 64 of them fit 16 million gas with room to spare.
    expect(await searchToEnd(oracle, now)).to.deep.equal({ search: NONE, calls: 4 });
  });
});
