import { expect } from "chai";
import { network } from "hardhat";
import type { AddressLike } from "ethers";
import type { ChainlinkPriceOracle } from "../../types/ethers-contracts/index.js";

const { ethers, networkHelpers } = await network.create();
const { loadFixture, time } = networkHelpers;

const DAY = 86_400n;
const MAX_AGE = 3_600n;
const MIN_PRICE = 1_000n * 10n ** 18n;
const MAX_PRICE = 1_000_000n * 10n ** 18n;
const DEVIATION = 10n ** 15n;
/** The feeds' answers have 8 decimals. */
const ANSWER = 9_131_88000000n;
const PRICE = 9_131_88n * 10n ** 16n;
const UINT256_MAX = 2n ** 256n - 1n;

type Settings = ChainlinkPriceOracle.SettingsStruct;

describe("ChainlinkPriceOracle", function () {
  async function deployOracle(feed: AddressLike, overrides: Partial<Settings> = {}) {
    const settings: Settings = {
      feed,
      maxAge: MAX_AGE,
      minPrice: MIN_PRICE,
      maxPrice: MAX_PRICE,
      deviationThreshold: DEVIATION,
      sequencerFeed: ethers.ZeroAddress,
      gracePeriod: 0,
      ...overrides,
    };
    return ethers.deployContract("ChainlinkPriceOracle", [settings]);
  }

  async function deployFeed(answer: bigint = ANSWER, decimals = 8) {
    return ethers.deployContract("MockAggregator", ["BTC / USD", decimals, answer]);
  }

  async function fixture() {
    const feed = await deployFeed();
    const oracle = await deployOracle(feed);
    return { feed, oracle };
  }

  /** A feed whose five words are the test's own. */
  async function rawFixture() {
    const feed = await ethers.deployContract("MockRawFeed", [8]);
    const oracle = await deployOracle(feed);
    const latest = ethers.id("latestRoundData()").slice(0, 10);
    const byId = ethers.id("getRoundData(uint80)").slice(0, 10);
    const now = BigInt(await time.latest());
    const words = (...values: bigint[]) =>
      ethers.concat(values.map((value) => ethers.toBeHex(BigInt.asUintN(256, value), 32)));
    return { feed, oracle, latest, byId, now, words };
  }

  async function sequencerFixture() {
    const feed = await deployFeed();
    const sequencer = await ethers.deployContract("MockAggregator", ["L2 sequencer uptime", 0, 0n]);
    const oracle = await deployOracle(feed, { sequencerFeed: sequencer, gracePeriod: 600n, maxAge: DAY });
    await time.increase(601n);
    return { feed, sequencer, oracle };
  }

  describe("creation", function () {
    it("keeps its settings", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      expect(await oracle.feed()).to.equal(feed);
      expect(await oracle.maxAge()).to.equal(MAX_AGE);
      expect(await oracle.minPrice()).to.equal(MIN_PRICE);
      expect(await oracle.maxPrice()).to.equal(MAX_PRICE);
      expect(await oracle.deviationThreshold()).to.equal(DEVIATION);
      expect(await oracle.sequencerFeed()).to.equal(ethers.ZeroAddress);
      expect(await oracle.gracePeriod()).to.equal(0n);
    });

    it("keeps the sequencer's settings", async function () {
      const { sequencer, oracle } = await loadFixture(sequencerFixture);
      expect(await oracle.sequencerFeed()).to.equal(sequencer);
      expect(await oracle.gracePeriod()).to.equal(600n);
    });

    it("refuses a feed without code", async function () {
      const { oracle } = await loadFixture(fixture);
      const [account] = await ethers.getSigners();
      await expect(deployOracle(account!))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_NotAContract")
        .withArgs(account!.address);
    });

    it("refuses a sequencer feed without code", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      const [account] = await ethers.getSigners();
      await expect(deployOracle(feed, { sequencerFeed: account! }))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_NotAContract")
        .withArgs(account!.address);
    });

    it("refuses a maximum age of zero", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      await expect(deployOracle(feed, { maxAge: 0n })).to.be.revertedWithCustomError(oracle, "PriceOracle_ZeroMaxAge");
    });

    for (const [name, minPrice, maxPrice] of [
      ["a lower bound of zero, which would let a price be zero", 0n, MAX_PRICE],
      ["bounds that meet", MIN_PRICE, MIN_PRICE],
      ["bounds the wrong way round", MAX_PRICE, MIN_PRICE],
      ["an upper bound above 2^128 - 1", MIN_PRICE, 2n ** 128n],
    ] as const) {
      it(`refuses ${name}`, async function () {
        const { feed, oracle } = await loadFixture(fixture);
        await expect(deployOracle(feed, { minPrice, maxPrice }))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_InvalidBounds")
          .withArgs(minPrice, maxPrice);
      });
    }

    it("refuses a deviation threshold of 100 %", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      await expect(deployOracle(feed, { deviationThreshold: 10n ** 18n }))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_InvalidDeviationThreshold")
        .withArgs(10n ** 18n);
    });

    it("refuses a feed of more than 36 decimals", async function () {
      const { oracle } = await loadFixture(fixture);
      await expect(deployOracle(await deployFeed(1n, 37)))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_TooManyDecimals")
        .withArgs(37, 36);
    });
  });

  describe("price", function () {
    it("returns the newest answer as a WAD, with its time", async function () {
      const { oracle } = await loadFixture(fixture);
      const updatedAt = BigInt(await time.latest()) - 1n;
      expect(await oracle.price()).to.deep.equal([PRICE, updatedAt]);
    });

    it("follows the feed", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      await feed.setAnswer(8_886_66000000n);
      expect(await oracle.price()).to.deep.equal([8_886_66n * 10n ** 16n, BigInt(await time.latest())]);
    });

    for (const decimals of [0, 6, 8, 18, 19, 27]) {
      it(`scales a feed of ${decimals} decimals`, async function () {
        const feed = await deployFeed(5_028n * 10n ** BigInt(decimals), decimals);
        const oracle = await deployOracle(feed);
        expect((await oracle.price()).value).to.equal(5_028n * 10n ** 18n);
      });
    }

    it("scales a feed of 36 decimals, rounding down", async function () {
      const feed = await deployFeed(2n * 10n ** 36n - 1n, 36);
      const oracle = await deployOracle(feed, { minPrice: 1n });
      expect((await oracle.price()).value).to.equal(2n * 10n ** 18n - 1n);
    });

    it("refuses an answer that rounds to zero", async function () {
      const feed = await deployFeed(10n ** 18n - 1n, 36);
      const oracle = await deployOracle(feed, { minPrice: 1n });
      await expect(oracle.price())
        .to.be.revertedWithCustomError(oracle, "PriceOracle_OutOfBounds")
        .withArgs(0n, 1n, MAX_PRICE);
    });

    it("refuses a feed that reverts, and recovers with it", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      await feed.setFailing(true);
      await expect(oracle.price())
        .to.be.revertedWithCustomError(oracle, "PriceOracle_FeedFailed")
        .withArgs(await feed.getAddress());
      await feed.setFailing(false);
      expect((await oracle.price()).value).to.equal(PRICE);
    });

    it("refuses a feed that returns too little", async function () {
      const { feed, oracle, latest, now, words } = await loadFixture(rawFixture);
      await feed.setResponse(latest, words(1n, ANSWER, now, now));
      await expect(oracle.price())
        .to.be.revertedWithCustomError(oracle, "PriceOracle_FeedFailed")
        .withArgs(await feed.getAddress());
    });

    it("accepts a feed that returns more than it must", async function () {
      const { feed, oracle, latest, now, words } = await loadFixture(rawFixture);
      await feed.setResponse(latest, words(1n, ANSWER, now, now, 1n, 99n));
      expect(await oracle.price()).to.deep.equal([PRICE, now]);
    });

    it("refuses a round without a time", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      await feed.setRound(ANSWER, await time.latest(), 0);
      await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOracle_IncompleteRound").withArgs(2n);
    });

    it("refuses a round whose answer is carried over from an earlier one", async function () {
      const { feed, oracle, latest, now, words } = await loadFixture(rawFixture);
      await feed.setResponse(latest, words(7n, ANSWER, now, now, 6n));
      await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOracle_IncompleteRound").withArgs(7n);
    });

    for (const answer of [0n, -1n, -(2n ** 127n)]) {
      it(`refuses the answer ${answer === 0n ? "zero" : answer === -1n ? "-1" : "-2^127"}`, async function () {
        const { feed, oracle } = await loadFixture(fixture);
        await feed.setAnswer(answer);
        await expect(oracle.price())
          .to.be.revertedWithCustomError(oracle, "PriceOracle_InvalidAnswer")
          .withArgs(answer);
      });
    }

    it("refuses an answer from the future, and accepts it when its time has come", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      const then = BigInt(await time.latest()) + 100n;
      await feed.setRound(ANSWER, then, then);
      await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOracle_FutureTimestamp").withArgs(then);
      await time.increaseTo(then);
      expect(await oracle.price()).to.deep.equal([PRICE, then]);
    });

    it("accepts an answer of exactly the maximum age, and refuses it a second later", async function () {
      const { oracle } = await loadFixture(fixture);
      const { updatedAt } = await oracle.price();
      await time.increaseTo(updatedAt + MAX_AGE);
      expect(await oracle.price()).to.deep.equal([PRICE, updatedAt]);
      await time.increase(1n);
      await expect(oracle.price())
        .to.be.revertedWithCustomError(oracle, "PriceOracle_StalePrice")
        .withArgs(updatedAt, MAX_AGE);
    });

    it("accepts a price on either bound", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      await feed.setAnswer(MIN_PRICE / 10n ** 10n);
      expect((await oracle.price()).value).to.equal(MIN_PRICE);
      await feed.setAnswer(MAX_PRICE / 10n ** 10n);
      expect((await oracle.price()).value).to.equal(MAX_PRICE);
    });

    it("refuses a price below the lower or above the upper bound", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      for (const answer of [MIN_PRICE / 10n ** 10n - 1n, MAX_PRICE / 10n ** 10n + 1n]) {
        await feed.setAnswer(answer);
        await expect(oracle.price())
          .to.be.revertedWithCustomError(oracle, "PriceOracle_OutOfBounds")
          .withArgs(answer * 10n ** 10n, MIN_PRICE, MAX_PRICE);
      }
    });

    it("calls an answer too large to scale out of bounds", async function () {
      const { feed, oracle, latest, now, words } = await loadFixture(rawFixture);
      await feed.setResponse(latest, words(1n, 2n ** 255n - 1n, now, now, 1n));
      await expect(oracle.price())
        .to.be.revertedWithCustomError(oracle, "PriceOracle_OutOfBounds")
        .withArgs(UINT256_MAX, MIN_PRICE, MAX_PRICE);
    });
  });

  describe("price behind a layer-2 sequencer", function () {
    it("returns the price while the sequencer has been up for longer than the grace period", async function () {
      const { oracle } = await loadFixture(sequencerFixture);
      expect((await oracle.price()).value).to.equal(PRICE);
    });

    it("refuses while the sequencer is down", async function () {
      const { sequencer, oracle } = await loadFixture(sequencerFixture);
      await sequencer.setAnswer(1n);
      await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOracle_SequencerDown");
    });

    it("refuses before the sequencer's first report", async function () {
      const { sequencer, oracle } = await loadFixture(sequencerFixture);
      await sequencer.setRound(0n, 0, 0);
      await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOracle_SequencerDown");
    });

    it("refuses up to the last second of the grace period, and no longer", async function () {
      const { sequencer, oracle } = await loadFixture(sequencerFixture);
      await sequencer.setAnswer(0n);
      const upSince = BigInt(await time.latest());
      await time.increaseTo(upSince + 600n);
      await expect(oracle.price())
        .to.be.revertedWithCustomError(oracle, "PriceOracle_SequencerGracePeriod")
        .withArgs(upSince, upSince + 600n);
      await time.increase(1n);
      expect((await oracle.price()).value).to.equal(PRICE);
    });

    it("refuses when the sequencer's feed reverts", async function () {
      const { sequencer, oracle } = await loadFixture(sequencerFixture);
      await sequencer.setFailing(true);
      await expect(oracle.price())
        .to.be.revertedWithCustomError(oracle, "PriceOracle_FeedFailed")
        .withArgs(await sequencer.getAddress());
    });

    it("refuses a sequencer that came back in the far future", async function () {
      const { feed: sequencer, latest, words } = await loadFixture(rawFixture);
      const feed = await deployFeed();
      await sequencer.setResponse(latest, words(1n, 0n, UINT256_MAX, 1n, 1n));
      const oracle = await deployOracle(feed, { sequencerFeed: sequencer, gracePeriod: 600n });
      await expect(oracle.price())
        .to.be.revertedWithCustomError(oracle, "PriceOracle_SequencerGracePeriod")
        .withArgs(UINT256_MAX, UINT256_MAX);
    });
  });

  describe("lastValidPrice", function () {
    it("returns the newest round when that is valid, whatever its age", async function () {
      const { oracle } = await loadFixture(fixture);
      const expected = await oracle.price();
      await time.increase(365n * DAY);
      expect(await oracle.lastValidPrice()).to.deep.equal(expected);
    });

    it("ignores the sequencer", async function () {
      const { sequencer, oracle } = await loadFixture(sequencerFixture);
      await sequencer.setFailing(true);
      expect((await oracle.lastValidPrice()).value).to.equal(PRICE);
    });

    it("passes over rounds that are incomplete, not positive, in the future or out of bounds", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      const expected = await oracle.price();
      const now = await time.latest();
      await feed.setRound(ANSWER, now, 0);
      await feed.setAnswer(0n);
      await feed.setAnswer(-1n);
      await feed.setRound(ANSWER, now + 2 * Number(DAY), now + 2 * Number(DAY));
      await feed.setAnswer(1n);
      await feed.setAnswer(MAX_PRICE);
      expect(await oracle.lastValidPrice()).to.deep.equal(expected);
    });

    it("returns the newest of several valid rounds", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      await feed.setAnswer(8_000_00000000n);
      const updatedAt = BigInt(await time.latest());
      await feed.setAnswer(0n);
      expect(await oracle.lastValidPrice()).to.deep.equal([8_000n * 10n ** 18n, updatedAt]);
    });

    it("looks at 128 rounds before the newest one, and at no more", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      const back = await oracle.MAX_ROUNDS_BACK();
      for (let round = 0n; round < back; round++) await feed.setAnswer(0n);
      expect((await oracle.lastValidPrice()).value).to.equal(PRICE);
      await feed.setAnswer(0n);
      await expect(oracle.lastValidPrice()).to.be.revertedWithCustomError(oracle, "PriceOracle_NoValidPrice");
    });

    it("stops at the first round", async function () {
      const feed = await deployFeed(0n);
      const oracle = await deployOracle(feed);
      await feed.setAnswer(-1n);
      await expect(oracle.lastValidPrice()).to.be.revertedWithCustomError(oracle, "PriceOracle_NoValidPrice");
    });

    it("does not look into the phase before", async function () {
      const { feed, oracle, latest, byId, now, words } = await loadFixture(rawFixture);
      await feed.setResponse(latest, words((2n << 64n) + 1n, 0n, now, now, (2n << 64n) + 1n));
      await feed.setResponse(byId, words(2n << 64n, ANSWER, now, now, 2n << 64n));
      await expect(oracle.lastValidPrice()).to.be.revertedWithCustomError(oracle, "PriceOracle_NoValidPrice");
    });

    it("walks back behind a proxy", async function () {
      const aggregator = await ethers.deployContract("MockOcrAggregator", ["BTC / USD", 8, ANSWER]);
      const proxy = await ethers.deployContract("MockChainlinkProxy", [aggregator]);
      const oracle = await deployOracle(proxy);
      await aggregator.transmit(0n);
      expect((await oracle.lastValidPrice()).value).to.equal(PRICE);
    });

    it("reverts when the feed does not say which round is its newest", async function () {
      const { feed, oracle } = await loadFixture(fixture);
      await feed.setFailing(true);
      await expect(oracle.lastValidPrice()).to.be.revertedWithCustomError(oracle, "PriceOracle_NoValidPrice");
    });

    it("passes over rounds that return too little, even if the words there are look valid", async function () {
      const { feed, oracle, latest, byId, now, words } = await loadFixture(rawFixture);
      await feed.setResponse(latest, words(3n, 0n, now, now, 3n));
      await feed.setResponse(byId, words(0n, ANSWER, now, now));
      await expect(oracle.lastValidPrice()).to.be.revertedWithCustomError(oracle, "PriceOracle_NoValidPrice");
    });

    it("survives answers that fit no type", async function () {
      const { feed, oracle, latest, byId, words } = await loadFixture(rawFixture);
      await feed.setResponse(latest, words(UINT256_MAX, 2n ** 255n - 1n, 1n, 1n, UINT256_MAX));
      await feed.setResponse(byId, words(5n, ANSWER, 9n, 9n, 5n));
      expect(await oracle.lastValidPrice()).to.deep.equal([PRICE, 9n]);
    });

    it("ends within one transaction even if every earlier round burns all gas it is given", async function () {
      const { feed, oracle, latest, byId, now, words } = await loadFixture(rawFixture);
      await feed.setResponse(latest, words(1_000n, 0n, now, now, 1_000n));
      await feed.setBurning(byId, true);
      await expect(oracle.lastValidPrice({ gasLimit: 16_000_000n })).to.be.revertedWithCustomError(
        oracle,
        "PriceOracle_NoValidPrice",
      );
    });
  });
});
