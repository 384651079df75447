import { expect } from "chai";
import { connect } from "../../support/connect.js";
import {
  deployAggregator,
  deployOracle,
  deployWithFeed,
  deployWithSequencer,
  DEVIATION,
  MAX_AGE,
  MAX_PRICE,
  MIN_PRICE,
} from "../../support/oracle.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

describe("ChainlinkPriceOracle: creation", function () {
  const withFeed = () => deployWithFeed(connection);
  const withSequencer = () => deployWithSequencer(connection);

  it("keeps its settings", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    expect(await oracle.feed()).to.equal(feed);
    expect(await oracle.maxAge()).to.equal(MAX_AGE);
    expect(await oracle.minPrice()).to.equal(MIN_PRICE);
    expect(await oracle.maxPrice()).to.equal(MAX_PRICE);
    expect(await oracle.deviationThreshold()).to.equal(DEVIATION);
    expect(await oracle.sequencerFeed()).to.equal(ethers.ZeroAddress);
    expect(await oracle.gracePeriod()).to.equal(0n);
  });

  it("keeps the sequencer's settings", async function () {
    const { sequencer, oracle } = await loadFixture(withSequencer);
    expect(await oracle.sequencerFeed()).to.equal(sequencer);
    expect(await oracle.gracePeriod()).to.equal(600n);
  });

  it("refuses a feed without code", async function () {
    const { oracle } = await loadFixture(withFeed);
    const [account] = await ethers.getSigners();
    await expect(deployOracle(connection, account!))
      .to.be.revertedWithCustomError(oracle, "PriceOracle_NotAContract")
      .withArgs(account!.address);
  });

  it("refuses a sequencer feed without code", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    const [account] = await ethers.getSigners();
    await expect(deployOracle(connection, feed, { sequencerFeed: account! }))
      .to.be.revertedWithCustomError(oracle, "PriceOracle_NotAContract")
      .withArgs(account!.address);
  });

  it("refuses a maximum age of zero", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    await expect(deployOracle(connection, feed, { maxAge: 0n })).to.be.revertedWithCustomError(
      oracle,
      "PriceOracle_ZeroMaxAge",
    );
  });

  for (const [name, minPrice, maxPrice] of [
    ["a lower bound of zero, which would let a price be zero", 0n, MAX_PRICE],
    ["bounds that meet", MIN_PRICE, MIN_PRICE],
    ["bounds the wrong way round", MAX_PRICE, MIN_PRICE],
    ["an upper bound above 2^128 - 1", MIN_PRICE, 2n ** 128n],
  ] as const) {
    it(`refuses ${name}`, async function () {
      const { feed, oracle } = await loadFixture(withFeed);
      await expect(deployOracle(connection, feed, { minPrice, maxPrice }))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_InvalidBounds")
        .withArgs(minPrice, maxPrice);
    });
  }

  it("refuses a deviation threshold of 100 %", async function () {
    const { feed, oracle } = await loadFixture(withFeed);
    await expect(deployOracle(connection, feed, { deviationThreshold: 10n ** 18n }))
      .to.be.revertedWithCustomError(oracle, "PriceOracle_InvalidDeviationThreshold")
      .withArgs(10n ** 18n);
  });

  it("refuses a feed of more than 36 decimals", async function () {
    const { oracle } = await loadFixture(withFeed);
    await expect(deployOracle(connection, await deployAggregator(connection, 1n, 37)))
      .to.be.revertedWithCustomError(oracle, "PriceOracle_TooManyDecimals")
      .withArgs(37, 36);
  });
});
