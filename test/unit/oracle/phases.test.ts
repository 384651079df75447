import { expect } from "chai";
import type { AddressLike } from "ethers";
import { connect } from "../../support/connect.js";
import {
  addInvalidRounds,
  ANSWER,
  deployAggregator,
  deployOracle,
  found,
  LATEST_ROUND,
  NONE,
  PRICE,
  searchToEnd,
  words,
} from "../../support/oracle.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, mine, time } = networkHelpers;

const NEW_ANSWER = 5_000_00000000n;
const NEW_PRICE = 5_000n * 10n ** 18n;

describe("ChainlinkPriceOracle: priceAt across a proxy's phases", function () {
  /** A proxy whose first aggregator has five rounds: the last valid answer is the third. */
  async function withProxy() {
    const first = await deployAggregator(connection, 2_000_00000000n);
    const proxy = await ethers.deployContract("MockChainlinkProxy", [first]);
    const oracle = await deployOracle(connection, proxy);
    await first.setAnswer(3_000_00000000n);
    await first.setAnswer(ANSWER);
    const answeredAt = await now();
    await addInvalidRounds(first, 2);
    const begin = async (aggregator: AddressLike) => {
      await proxy.setAggregator(aggregator);
      await mine();
    };
    return { first, oracle, answeredAt, begin };
  }

  async function now(): Promise<bigint> {
    return BigInt(await time.latest());
  }

  /** Aggregators that say nothing, each in a way of its own. */
  const silent: Record<string, () => Promise<AddressLike>> = {
    reverts: async () => {
      const aggregator = await deployAggregator(connection);
      await aggregator.setFailing(true);
      return aggregator;
    },
    "burns all gas": async () => {
      const aggregator = await ethers.deployContract("MockRawFeed", [8]);
      await aggregator.setBurning(LATEST_ROUND, true);
      return aggregator;
    },
    "returns nothing": () => ethers.deployContract("MockRawFeed", [8]),
    "has no round yet": async () => {
      const aggregator = await ethers.deployContract("MockRawFeed", [8]);
      await aggregator.setResponse(LATEST_ROUND, words(0n, 0n, 0n, 0n, 0n));
      return aggregator;
    },
    "has no code": async () => (await ethers.getSigners())[5]!,
  };
  for (const [how, deploy] of Object.entries(silent)) {
    it(`falls back to the phase before when the new phase ${how}`, async function () {
      const { oracle, answeredAt, begin } = await loadFixture(withProxy);
      await begin(await deploy());
      const { search } = await searchToEnd(oracle, (await now()) - 1n);
      expect(search).to.deep.equal(found(PRICE, answeredAt));
    });
  }

  it("falls back to the phase before when no round of the new one is valid, walking past its round 1", async function () {
    const { oracle, answeredAt, begin } = await loadFixture(withProxy);
    const second = await deployAggregator(connection, 0n);
    await begin(second);
    await addInvalidRounds(second, 3);
    await mine();
    const then = (await now()) - 1n;
    expect((await searchToEnd(oracle, then)).search).to.deep.equal(found(PRICE, answeredAt));
    expect((await searchToEnd(oracle, then, 1n)).search).to.deep.equal(found(PRICE, answeredAt));
  });

  it("falls back to the phase before when all of the new one came after the time", async function () {
    const { oracle, answeredAt, begin } = await loadFixture(withProxy);
    const then = await now();
    const second = await deployAggregator(connection, NEW_ANSWER);
    await begin(second);
    for (let i = 0; i < 10; i++) await second.setAnswer(NEW_ANSWER);
    expect((await searchToEnd(oracle, then)).search).to.deep.equal(found(PRICE, answeredAt));
  });

  it("skips several phases that say nothing", async function () {
    const { oracle, answeredAt, begin } = await loadFixture(withProxy);
    for (const deploy of Object.values(silent)) await begin(await deploy());
    const { search } = await searchToEnd(oracle, (await now()) - 1n);
    expect(search).to.deep.equal(found(PRICE, answeredAt));
  });

  it("takes the new phase's price where that has one", async function () {
    const { oracle, begin } = await loadFixture(withProxy);
    const second = await deployAggregator(connection, NEW_ANSWER);
    const answeredAt = await now();
    await addInvalidRounds(second, 2);
    await begin(second);
    const { search } = await searchToEnd(oracle, (await now()) - 1n);
    expect(search).to.deep.equal(found(NEW_PRICE, answeredAt));
  });

  it("bisects an earlier phase whose newest round is unknown", async function () {
    const { first, oracle, answeredAt, begin } = await loadFixture(withProxy);
    const then = await now();
    for (let i = 0; i < 100; i++) await first.setAnswer(NEW_ANSWER);
    await begin(await silent["reverts"]!());
    // The newest round, eight leaps, six halvings, two rounds back, the one found, and a step from phase to phase.
    const { search } = await searchToEnd(oracle, then, 25n);
    expect(search).to.deep.equal(found(PRICE, answeredAt));
  });

  it("finds none when no phase has a valid round", async function () {
    const dead = await deployAggregator(connection, 0n);
    const proxy = await ethers.deployContract("MockChainlinkProxy", [dead]);
    const oracle = await deployOracle(connection, proxy);
    await proxy.setAggregator(await silent["reverts"]!());
    await proxy.setAggregator(await silent["returns nothing"]!());
    await mine();
    const { search } = await searchToEnd(oracle, (await now()) - 1n);
    expect(search).to.deep.equal(NONE);
  });

  it("reads Chainlink's present aggregators, which return zeros for rounds they do not have", async function () {
    const first = await ethers.deployContract("MockOcrAggregator", ["BTC / USD", 8, NEW_ANSWER]);
    const proxy = await ethers.deployContract("MockChainlinkProxy", [first]);
    const oracle = await deployOracle(connection, proxy);
    for (let i = 0; i < 20; i++) await first.transmit(NEW_ANSWER);
    await first.transmit(ANSWER);
    const answeredAt = await now();
    await first.transmit(0n);
    const then = await now();
    await first.transmit(NEW_ANSWER);
    expect((await searchToEnd(oracle, then)).search).to.deep.equal(found(PRICE, answeredAt));
    await proxy.setAggregator(await silent["reverts"]!());
    expect((await searchToEnd(oracle, then)).search).to.deep.equal(found(PRICE, answeredAt));
    expect((await searchToEnd(oracle, then, 1n)).search).to.deep.equal(found(PRICE, answeredAt));
  });
});
