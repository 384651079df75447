import { expect } from "chai";
import { network } from "hardhat";

const { ethers, networkHelpers } = await network.create();
const { loadFixture, time } = networkHelpers;

const PHASE_1 = 1n << 64n;
const PHASE_2 = 2n << 64n;

describe("MockChainlinkProxy over MockOcrAggregator", function () {
  async function fixture() {
    const [, other] = await ethers.getSigners();
    const aggregator = await ethers.deployContract("MockOcrAggregator", ["BTC / USD", 8, 100n]);
    const first = BigInt(await time.latest());
    const proxy = await ethers.deployContract("MockChainlinkProxy", [aggregator]);
    return { aggregator, proxy, first, other: other! };
  }

  it("passes the aggregator's description on", async function () {
    const { aggregator, proxy } = await loadFixture(fixture);
    expect(await proxy.aggregator()).to.equal(aggregator);
    expect(await proxy.description()).to.equal("BTC / USD");
    expect(await proxy.decimals()).to.equal(8n);
    expect(await proxy.version()).to.equal(6n);
  });

  it("adds the phase to the newest round's id", async function () {
    const { aggregator, proxy } = await loadFixture(fixture);
    await aggregator.transmit(-3n);
    const now = BigInt(await time.latest());
    expect(await aggregator.latestRoundData()).to.deep.equal([2n, -3n, now, now, 2n]);
    expect(await proxy.latestRoundData()).to.deep.equal([PHASE_1 + 2n, -3n, now, now, PHASE_1 + 2n]);
  });

  it("finds an earlier round by its full id", async function () {
    const { aggregator, proxy, first } = await loadFixture(fixture);
    await aggregator.transmit(101n);
    expect(await proxy.getRoundData(PHASE_1 + 1n)).to.deep.equal([PHASE_1 + 1n, 100n, first, first, PHASE_1 + 1n]);
  });

  it("returns zeros for a round that does not exist, as Chainlink's aggregators do", async function () {
    const { aggregator } = await loadFixture(fixture);
    expect(await aggregator.getRoundData(9n)).to.deep.equal([9n, 0n, 0n, 0n, 9n]);
    expect(await aggregator.getRoundData(2n ** 32n)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
  });

  it("starts a new phase with a new aggregator, and still reads the one before", async function () {
    const { aggregator, proxy, first } = await loadFixture(fixture);
    const second = await ethers.deployContract("MockOcrAggregator", ["BTC / USD", 8, 200n]);
    await proxy.setAggregator(second);
    expect(await proxy.phaseId()).to.equal(2n);
    expect(await proxy.phaseAggregators(1n)).to.equal(aggregator);
    expect(await proxy.phaseAggregators(2n)).to.equal(second);
    expect((await proxy.latestRoundData()).slice(0, 2)).to.deep.equal([PHASE_2 + 1n, 200n]);
    expect(await proxy.getRoundData(PHASE_1 + 1n)).to.deep.equal([PHASE_1 + 1n, 100n, first, first, PHASE_1 + 1n]);
  });

  it("knows no phase that has not begun", async function () {
    const { proxy } = await loadFixture(fixture);
    for (const phase of [0n, 2n]) {
      await expect(proxy.getRoundData((phase << 64n) + 1n))
        .to.be.revertedWithCustomError(proxy, "MockChainlinkProxy_UnknownPhase")
        .withArgs(phase);
    }
  });

  it("obeys its owner alone", async function () {
    const { aggregator, proxy, other } = await loadFixture(fixture);
    for (const call of [aggregator.connect(other).transmit(1n), proxy.connect(other).setAggregator(aggregator)]) {
      await expect(call).to.be.revertedWithCustomError(proxy, "OwnableUnauthorizedAccount").withArgs(other.address);
    }
  });

  it("reads three slots for a price, one of its own and two of the aggregator's", async function () {
    const { proxy } = await loadFixture(fixture);
    const { structLogs } = (await ethers.provider.send("debug_traceCall", [
      { to: await proxy.getAddress(), data: proxy.interface.encodeFunctionData("latestRoundData") },
      "latest",
    ])) as { structLogs: { op: string; depth: number }[] };
    const reads = structLogs.filter(({ op }) => op === "SLOAD").map(({ depth }) => depth);
    expect(reads).to.deep.equal([1, 2, 2]);
  });
});
