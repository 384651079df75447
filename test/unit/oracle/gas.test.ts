import { expect } from "chai";
import { SearchOutcome } from "../../../src/model/index.js";
import { connect } from "../../support/connect.js";
import { NOT_REACHED, sweepGas, type Outcome } from "../../support/gasSweep.js";
import {
  ANSWER,
  deployOracle,
  deployWithRawFeed,
  found,
  LATEST_ROUND,
  NONE,
  PRICE,
  ROUND_BY_ID,
  words,
} from "../../support/oracle.js";
import {
  ChainlinkPriceOracle__factory,
  OracleReaderHarness__factory,
  StipendCall__factory,
  type OracleReaderHarness,
} from "../../../types/ethers-contracts/index.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, mine, time } = networkHelpers;

const ORACLE = ChainlinkPriceOracle__factory.createInterface();
const READER = OracleReaderHarness__factory.createInterface();
const TOO_LITTLE = StipendCall__factory.createInterface().getError("StipendCall_InsufficientGas")!.selector;

/** {gas} What one call of a feed, and of an oracle, is given. */
const FEED_STIPEND = 100_000n;
const ORACLE_STIPEND = 150_000n;
/** {gas} Of a transaction before it runs, with little data; estimates count it. */
const BASE_GAS = 21_000n;

describe("ChainlinkPriceOracle and OracleReader: gas", function () {
  /** Proxy and aggregator shaped as Chainlink's, for the price and for the sequencer; two rounds behind the valid one. */
  async function withProxies() {
    const aggregator = await ethers.deployContract("MockOcrAggregator", ["BTC / USD", 8, ANSWER]);
    const answeredAt = BigInt(await time.latest());
    const feed = await ethers.deployContract("MockChainlinkProxy", [aggregator]);
    const uptime = await ethers.deployContract("MockOcrAggregator", ["L2 sequencer uptime", 0, 0n]);
    const sequencerFeed = await ethers.deployContract("MockChainlinkProxy", [uptime]);
    const oracle = await deployOracle(connection, feed, { sequencerFeed });
    const reader: OracleReaderHarness = await ethers.deployContract("OracleReaderHarness");
    return { aggregator, feed, oracle, reader, answeredAt };
  }

  const withRawFeed = () => deployWithRawFeed(connection);

  /** An oracle under whose feed every read burns all it is given. */
  async function withBurningFeed() {
    const { feed, oracle } = await deployWithRawFeed(connection);
    for (const method of ["latestRoundData()", "getRoundData(uint80)", "phaseId()"]) {
      await feed.setBurning(ethers.id(method).slice(0, 10), true);
    }
    const reader: OracleReaderHarness = await ethers.deployContract("OracleReaderHarness");
    return { oracle, reader };
  }

  /** Every gas limit gave the one right answer or the typed error, and both were seen. */
  function expectRightOrTyped(outcomes: ReadonlyMap<bigint, Outcome>, right: string): void {
    const seen = new Set<Outcome["is"]>();
    for (const [gas, outcome] of outcomes) {
      seen.add(outcome.is);
      if (outcome.is === "answer") expect(outcome.data, `at ${String(gas)} gas`).to.equal(right);
      else if (outcome.is === "error")
        expect(outcome.data, `at ${String(gas)} gas`).to.match(new RegExp(`^${TOO_LITTLE}`));
      else expect(gas, "out of gas").to.be.below(NOT_REACHED);
    }
    expect(seen).to.include.keys("answer", "error");
  }

  it("priceAt gives the right price or the typed error under every gas limit", async function () {
    const { aggregator, oracle, answeredAt } = await loadFixture(withProxies);
    await aggregator.transmit(0n);
    await aggregator.transmit(-1n);
    const then = BigInt(await time.latest());
    for (let i = 0; i < 9; i++) await aggregator.transmit(ANSWER + 1n);
    const to = await oracle.getAddress();
    const data = ORACLE.encodeFunctionData("priceAt", [then, 0n, 64n]);
    const right = ORACLE.encodeFunctionResult("priceAt", [found(PRICE, answeredAt)]);
    expectRightOrTyped(await sweepGas(connection, { to, data }, { from: 21_000n, to: 400_000n, step: 499n }), right);
  });

  it("priceAt says that there is none, or the typed error, under every gas limit over a feed that burns it", async function () {
    const { oracle } = await loadFixture(withBurningFeed);
    await mine();
    const to = await oracle.getAddress();
    const data = ORACLE.encodeFunctionData("priceAt", [BigInt(await time.latest()) - 1n, 0n, 64n]);
    const none = ORACLE.encodeFunctionResult("priceAt", [NONE]);
    expectRightOrTyped(await sweepGas(connection, { to, data }, { from: 21_000n, to: 700_000n, step: 997n }), none);
  });

  it("tryPrice gives the price or the typed error under every gas limit", async function () {
    const { oracle, reader, answeredAt } = await loadFixture(withProxies);
    const to = await reader.getAddress();
    const data = READER.encodeFunctionData("tryPrice", [await oracle.getAddress()]);
    const right = READER.encodeFunctionResult("tryPrice", [true, PRICE, answeredAt]);
    expectRightOrTyped(await sweepGas(connection, { to, data }, { from: 21_000n, to: 400_000n, step: 499n }), right);
  });

  it("tryPrice says that there is none, or the typed error, under every gas limit over a feed that burns it", async function () {
    const { oracle, reader } = await loadFixture(withBurningFeed);
    const to = await reader.getAddress();
    const data = READER.encodeFunctionData("tryPrice", [await oracle.getAddress()]);
    const none = READER.encodeFunctionResult("tryPrice", [false, 0n, 0n]);
    expectRightOrTyped(await sweepGas(connection, { to, data }, { from: 21_000n, to: 400_000n, step: 499n }), none);
  });

  it("gives a feed at least four times what Chainlink's takes, cold", async function () {
    const { feed } = await loadFixture(withProxies);
    const latest = (await feed.latestRoundData.estimateGas()) - BASE_GAS;
    const byId = (await feed.getRoundData.estimateGas((1n << 64n) | 1n)) - BASE_GAS;
    expect(4n * latest).to.be.at.most(FEED_STIPEND);
    expect(4n * byId).to.be.at.most(FEED_STIPEND);
  });

  it("gives an oracle at least four times what it takes over Chainlink's feeds, cold", async function () {
    const { oracle } = await loadFixture(withProxies);
    const price = (await oracle.price.estimateGas()) - BASE_GAS;
    expect(4n * price).to.be.at.most(ORACLE_STIPEND);
  });

  it("uses two stipends a step at most: 64 steps fit 13 million gas over a proxy that burns it in every phase", async function () {
    const { feed, oracle } = await loadFixture(withRawFeed);
    await feed.setBurning(LATEST_ROUND, true);
    await feed.setBurning(ROUND_BY_ID, true);
    await feed.setResponse(ethers.id("phaseId()").slice(0, 10), words(1_000n));
    await mine();
    const then = BigInt(await time.latest()) - 1n;
    const { outcome } = await oracle.priceAt(then, 0n, 64n, { gasLimit: 13_000_000n });
    expect(outcome).to.equal(BigInt(SearchOutcome.Unfinished));
  });
});
