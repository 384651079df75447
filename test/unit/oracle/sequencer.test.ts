import { expect } from "chai";
import { connect } from "../../support/connect.js";
import {
  deployAggregator,
  deployOracle,
  deployWithRawFeed,
  deployWithSequencer,
  LATEST_ROUND,
  PRICE,
  words,
} from "../../support/oracle.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

const UINT256_MAX = 2n ** 256n - 1n;

describe("ChainlinkPriceOracle: price behind a layer-2 sequencer", function () {
  const withRawFeed = () => deployWithRawFeed(connection);
  const withSequencer = () => deployWithSequencer(connection);

  it("returns the price while the sequencer has been up for longer than the grace period", async function () {
    const { oracle } = await loadFixture(withSequencer);
    expect((await oracle.price()).value).to.equal(PRICE);
  });

  it("refuses while the sequencer is down", async function () {
    const { sequencer, oracle } = await loadFixture(withSequencer);
    await sequencer.setAnswer(1n);
    await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOracle_SequencerDown");
  });

  it("refuses before the sequencer's first report", async function () {
    const { sequencer, oracle } = await loadFixture(withSequencer);
    await sequencer.setRound(0n, 0, 0);
    await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOracle_SequencerDown");
  });

  it("refuses up to the last second of the grace period, and no longer", async function () {
    const { sequencer, oracle } = await loadFixture(withSequencer);
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
    const { sequencer, oracle } = await loadFixture(withSequencer);
    await sequencer.setFailing(true);
    await expect(oracle.price())
      .to.be.revertedWithCustomError(oracle, "PriceOracle_FeedFailed")
      .withArgs(await sequencer.getAddress());
  });

  it("refuses a sequencer that came back in the far future", async function () {
    const { feed: sequencer } = await loadFixture(withRawFeed);
    const feed = await deployAggregator(connection);
    await sequencer.setResponse(LATEST_ROUND, words(1n, 0n, UINT256_MAX, 1n, 1n));
    const oracle = await deployOracle(connection, feed, { sequencerFeed: sequencer, gracePeriod: 600n });
    await expect(oracle.price())
      .to.be.revertedWithCustomError(oracle, "PriceOracle_SequencerGracePeriod")
      .withArgs(UINT256_MAX, UINT256_MAX);
  });
});
