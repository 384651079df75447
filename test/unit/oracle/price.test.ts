import { expect } from "chai";
import { connect } from "../../support/connect.js";
import {
  ANSWER,
  deployAggregator,
  deployOracle,
  deployWithFeed,
  deployWithRawFeed,
  LATEST_ROUND,
  MAX_AGE,
  MAX_PRICE,
  MIN_PRICE,
  PRICE,
  words,
} from "../../support/oracle.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

const UINT256_MAX = 2n ** 256n - 1n;

describe("ChainlinkPriceOracle: price", function () {
  const withFeed = () => deployWithFeed(connection);
  const withRawFeed = () => deployWithRawFeed(connection);

  it("returns the newest answer as a WAD, with its time", async function () {
    const { oracle } = await loadFixture(withFeed);
    const updatedAt = BigInt(await time.latest()) - 1n;
    expect(await oracle.price()).to.deep.equal([PRICE, updatedAt]);
  });

  it("follows the feed", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    await feed.setAnswer(8_886_66000000n);
    expect(await oracle.price()).to.deep.equal([8_886_66n * 10n ** 16n, BigInt(await time.latest())]);
  });

  for (const decimals of [0, 6, 8, 18, 19, 27]) {
    it(`scales a feed of ${decimals} decimals`, async function () {
      const feed = await deployAggregator(connection, 5_028n * 10n ** BigInt(decimals), decimals);
      const oracle = await deployOracle(connection, feed);
      expect((await oracle.price()).value).to.equal(5_028n * 10n ** 18n);
    });
  }

  it("scales a feed of 36 decimals, rounding down", async function () {
    const feed = await deployAggregator(connection, 2n * 10n ** 36n - 1n, 36);
    const oracle = await deployOracle(connection, feed, { minPrice: 1n });
    expect((await oracle.price()).value).to.equal(2n * 10n ** 18n - 1n);
  });

  it("refuses an answer that rounds to zero", async function () {
    const feed = await deployAggregator(connection, 10n ** 18n - 1n, 36);
    const oracle = await deployOracle(connection, feed, { minPrice: 1n });
    await expect(oracle.price())
      .to.be.revertedWithCustomError(oracle, "PriceOracle_OutOfBounds")
      .withArgs(0n, 1n, MAX_PRICE);
  });

  it("refuses a feed that reverts, and recovers with it", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    await feed.setFailing(true);
    await expect(oracle.price())
      .to.be.revertedWithCustomError(oracle, "PriceOracle_FeedFailed")
      .withArgs(await feed.getAddress());
    await feed.setFailing(false);
    expect((await oracle.price()).value).to.equal(PRICE);
  });

  it("refuses a feed that returns too little", async function () {
    const { feed, oracle, now } = await loadFixture(withRawFeed);
    await feed.setResponse(LATEST_ROUND, words(1n, ANSWER, now, now));
    await expect(oracle.price())
      .to.be.revertedWithCustomError(oracle, "PriceOracle_FeedFailed")
      .withArgs(await feed.getAddress());
  });

  it("accepts a feed that returns more than it must", async function () {
    const { feed, oracle, now } = await loadFixture(withRawFeed);
    await feed.setResponse(LATEST_ROUND, words(1n, ANSWER, now, now, 1n, 99n));
    expect(await oracle.price()).to.deep.equal([PRICE, now]);
  });

  it("refuses a round without a time", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    await feed.setRound(ANSWER, await time.latest(), 0);
    await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOracle_IncompleteRound").withArgs(2n);
  });

  it("refuses a round whose answer is carried over from an earlier one", async function () {
    const { feed, oracle, now } = await loadFixture(withRawFeed);
    await feed.setResponse(LATEST_ROUND, words(7n, ANSWER, now, now, 6n));
    await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOracle_IncompleteRound").withArgs(7n);
  });

  for (const answer of [0n, -1n, -(2n ** 127n)]) {
    it(`refuses the answer ${answer === 0n ? "zero" : answer === -1n ? "-1" : "-2^127"}`, async function () {
      const { feed, oracle } = await loadFixture(withFeed);
      await feed.setAnswer(answer);
      await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOracle_InvalidAnswer").withArgs(answer);
    });
  }

  it("refuses an answer from the future, and accepts it when its time has come", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    const then = BigInt(await time.latest()) + 100n;
    await feed.setRound(ANSWER, then, then);
    await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOracle_FutureTimestamp").withArgs(then);
    await time.increaseTo(then);
    expect(await oracle.price()).to.deep.equal([PRICE, then]);
  });

  it("accepts an answer of exactly the maximum age, and refuses it a second later", async function () {
    const { oracle } = await loadFixture(withFeed);
    const { updatedAt } = await oracle.price();
    await time.increaseTo(updatedAt + MAX_AGE);
    expect(await oracle.price()).to.deep.equal([PRICE, updatedAt]);
    await time.increase(1n);
    await expect(oracle.price())
      .to.be.revertedWithCustomError(oracle, "PriceOracle_StalePrice")
      .withArgs(updatedAt, MAX_AGE);
  });

  it("accepts a price on either bound", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    await feed.setAnswer(MIN_PRICE / 10n ** 10n);
    expect((await oracle.price()).value).to.equal(MIN_PRICE);
    await feed.setAnswer(MAX_PRICE / 10n ** 10n);
    expect((await oracle.price()).value).to.equal(MAX_PRICE);
  });

  it("refuses a price below the lower or above the upper bound", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    for (const answer of [MIN_PRICE / 10n ** 10n - 1n, MAX_PRICE / 10n ** 10n + 1n]) {
      await feed.setAnswer(answer);
      await expect(oracle.price())
        .to.be.revertedWithCustomError(oracle, "PriceOracle_OutOfBounds")
        .withArgs(answer * 10n ** 10n, MIN_PRICE, MAX_PRICE);
    }
  });

  it("calls an answer too large to scale out of bounds", async function () {
    const { feed, oracle, now } = await loadFixture(withRawFeed);
    await feed.setResponse(LATEST_ROUND, words(1n, 2n ** 255n - 1n, now, now, 1n));
    await expect(oracle.price())
      .to.be.revertedWithCustomError(oracle, "PriceOracle_OutOfBounds")
      .withArgs(UINT256_MAX, MIN_PRICE, MAX_PRICE);
  });
});
