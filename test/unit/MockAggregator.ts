import { expect } from "chai";
import { network } from "hardhat";

const { ethers, networkHelpers } = await network.create();
const { loadFixture, time } = networkHelpers;

describe("MockAggregator", function () {
  async function fixture() {
    const [owner, other] = await ethers.getSigners();
    const feed = await ethers.deployContract("MockAggregator", ["BTC / USD", 8, 100n]);
    const deployedAt = BigInt(await time.latest());
    return { feed, deployedAt, owner: owner!, other: other! };
  }

  it("describes itself", async function () {
    const { feed, owner } = await loadFixture(fixture);
    expect(await feed.description()).to.equal("BTC / USD");
    expect(await feed.decimals()).to.equal(8n);
    expect(await feed.version()).to.equal(1n);
    expect(await feed.owner()).to.equal(owner);
  });

  it("starts with a first round", async function () {
    const { feed, deployedAt } = await loadFixture(fixture);
    expect(await feed.latestRoundData()).to.deep.equal([1n, 100n, deployedAt, deployedAt, 1n]);
    expect(await feed.getRoundData(1n)).to.deep.equal(await feed.latestRoundData());
  });

  it("adds a round dated now and says so", async function () {
    const { feed } = await loadFixture(fixture);
    const transaction = await feed.setAnswer(-5n);
    const now = BigInt(await time.latest());
    await expect(transaction).to.emit(feed, "AnswerUpdated").withArgs(-5n, 2n, now);
    expect(await feed.latestRoundData()).to.deep.equal([2n, -5n, now, now, 2n]);
  });

  it("adds a round with any times", async function () {
    const { feed } = await loadFixture(fixture);
    await expect(feed.setRound(7n, 11n, 0n))
      .to.emit(feed, "AnswerUpdated")
      .withArgs(7n, 2n, 0n);
    expect(await feed.latestRoundData()).to.deep.equal([2n, 7n, 11n, 0n, 2n]);
  });

  it("keeps every earlier round", async function () {
    const { feed, deployedAt } = await loadFixture(fixture);
    await feed.setRound(200n, 20n, 21n);
    await feed.setRound(300n, 30n, 31n);
    expect(await feed.getRoundData(1n)).to.deep.equal([1n, 100n, deployedAt, deployedAt, 1n]);
    expect(await feed.getRoundData(2n)).to.deep.equal([2n, 200n, 20n, 21n, 2n]);
    expect(await feed.getRoundData(3n)).to.deep.equal([3n, 300n, 30n, 31n, 3n]);
  });

  it("reverts for a round that does not exist", async function () {
    const { feed } = await loadFixture(fixture);
    for (const roundId of [0n, 2n, 2n ** 80n - 1n]) {
      await expect(feed.getRoundData(roundId))
        .to.be.revertedWithCustomError(feed, "MockAggregator_NoDataPresent")
        .withArgs(roundId);
    }
  });

  it("fails on demand, and answers as before afterwards", async function () {
    const { feed } = await loadFixture(fixture);
    const before = await feed.latestRoundData();
    await expect(feed.setFailing(true)).to.emit(feed, "FailingSet").withArgs(true);
    await expect(feed.latestRoundData()).to.be.revertedWithCustomError(feed, "MockAggregator_Failing");
    await expect(feed.getRoundData(1n)).to.be.revertedWithCustomError(feed, "MockAggregator_Failing");
    await expect(feed.setFailing(false)).to.emit(feed, "FailingSet").withArgs(false);
    expect(await feed.latestRoundData()).to.deep.equal(before);
  });

  it("goes on failing when a round is added, and does not keep the failure with the round", async function () {
    const { feed } = await loadFixture(fixture);
    await feed.setFailing(true);
    await feed.setAnswer(101n);
    await expect(feed.latestRoundData()).to.be.revertedWithCustomError(feed, "MockAggregator_Failing");
    await feed.setFailing(false);
    expect((await feed.getRoundData(1n)).answer).to.equal(100n);
  });

  it("refuses what does not fit its slot", async function () {
    const { feed } = await loadFixture(fixture);
    await expect(feed.setAnswer(2n ** 127n)).to.be.revertedWithCustomError(feed, "SafeCastOverflowedIntDowncast");
    await expect(feed.setRound(1n, 2n ** 40n, 1n)).to.be.revertedWithCustomError(
      feed,
      "SafeCastOverflowedUintDowncast",
    );
    await expect(feed.setRound(1n, 1n, 2n ** 40n)).to.be.revertedWithCustomError(
      feed,
      "SafeCastOverflowedUintDowncast",
    );
  });

  it("obeys its owner alone", async function () {
    const { feed, other } = await loadFixture(fixture);
    const asOther = feed.connect(other);
    for (const call of [asOther.setAnswer(1n), asOther.setRound(1n, 1n, 1n), asOther.setFailing(true)]) {
      await expect(call).to.be.revertedWithCustomError(feed, "OwnableUnauthorizedAccount").withArgs(other.address);
    }
  });
});
