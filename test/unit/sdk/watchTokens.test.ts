import { expect } from "chai";
import type { BlockTag } from "ethers";
import { connect } from "../../support/connect.js";
import { deposit, move } from "../../support/actions.js";
import { wad } from "../../support/numbers.js";
import { createToken, deployForTest } from "../../support/system.js";
import type { LeveragedTokenLens } from "../../../types/ethers-contracts/index.js";
import { WATCH_PAGE, watchTokens, type System as SdkSystem } from "../../../src/sdk/index.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

/** {gas} What a node lets a call use, and what a token may. */
const CALL_LIMIT = 16_777_216n;
const PER_TOKEN = 125_000n;
/** Most tokens that one check of the upkeep judges. */
const CHECK_WIDTH = 113n;

describe("watchTokens", function () {
  this.timeout(180_000);

  /** A page and a few more open tokens in one market. */
  async function manyTokens() {
    const system = await deployForTest(connection);
    const lens = await ethers.deployContract("LeveragedTokenLens");
    const upkeep = await ethers.deployContract("RebalanceUpkeep", [system.factory]);
    await deposit(system, system.alice, 100n * system.unit);
    for (let i = 1n; i < BigInt(WATCH_PAGE) + 5n; i++) {
      const token = await createToken(system, wad(3) - i * wad("0.01"));
      await deposit(system, system.alice, 100n * system.unit, token);
    }
    const { factory } = system;
    const count = Number(await factory.tokenCount());
    return { ...system, lens, upkeep, count, sdk: sdkOf(lens, factory, count) };
  }

  /** What `watchTokens` uses of a system; a call's page is written down, its gas as given. */
  function sdkOf(lens: LeveragedTokenLens, factory: unknown, tokens: number, gasLimit?: bigint) {
    const calls: [number, number][] = [];
    let waiting = 0;
    const most = { atOnce: 0 };
    const provider = {
      call: async (transaction: { data: string; blockTag: BlockTag }) => {
        const [, offset, limit] = lens.interface.decodeFunctionData("watch", transaction.data);
        calls.push([Number(offset), Number(limit)]);
        waiting += 1;
        most.atOnce = Math.max(most.atOnce, waiting);
        const answer = await ethers.provider.call(gasLimit === undefined ? transaction : { ...transaction, gasLimit });
        waiting -= 1;
        return answer;
      },
    };
    const deployment = { tokens: Object.fromEntries(Array.from({ length: tokens }, (_, i) => [String(i), ""])) };
    return { system: { provider, lens, factory, deployment } as unknown as SdkSystem, calls, most };
  }

  it("reads the whole registry in its order, one call per page and all of them at once", async function () {
    const { sdk, factory, count } = await loadFixture(manyTokens);
    const { tokens, timestamp } = await watchTokens(sdk.system);
    expect(sdk.most.atOnce).to.equal(2);
    expect(sdk.calls).to.deep.equal([
      [0, WATCH_PAGE],
      [WATCH_PAGE, WATCH_PAGE],
    ]);
    expect(tokens.map(({ address }) => address)).to.deep.equal([...(await factory.tokens(0n, 1_000n))]);
    expect(tokens).to.have.length(count);
    expect(tokens.every(({ health }) => health === "Live")).to.be.true;
    expect(timestamp).to.equal(BigInt(await networkHelpers.time.latest()));
  });

  it("needs at most four calls for five hundred tokens", function () {
    expect(Math.ceil(500 / WATCH_PAGE)).to.be.at.most(4);
  });

  it("names what is due", async function () {
    const { sdk, ...system } = await loadFixture(manyTokens);
    await move(system, wad("-0.2"));
    const { tokens } = await watchTokens(sdk.system);
    const [first] = tokens;
    expect(first!.decision.action).to.equal("Trade");
    expect(first!.decision.reason).to.equal("Emergency");
    expect(first!.phase).to.equal("Active");
    expect(first!.targetLeverage).to.equal(wad(3));
  });

  it("finds tokens nobody expected, and misses none where a node grants little gas", async function () {
    const { lens, factory, count } = await loadFixture(manyTokens);
    const all = [...(await factory.tokens(0n, 1_000n))];
    for (const [expected, gasLimit] of [
      [0, undefined],
      [count * 4, undefined],
      [count, 5_000_000n],
    ] as const) {
      const { system } = sdkOf(lens, factory, 0, gasLimit);
      const { tokens } = await watchTokens(system, { expected });
      expect(tokens.map(({ address }) => address)).to.deep.equal(all);
    }
  });

  it("reads the block it is told to", async function () {
    const { sdk, ...system } = await loadFixture(manyTokens);
    const blockTag = await ethers.provider.getBlockNumber();
    const price = (await watchTokens(sdk.system)).tokens[0]!.price;
    await move(system, wad("0.1"));
    expect((await watchTokens(sdk.system, { blockTag })).tokens[0]!.price).to.equal(price);
    expect((await watchTokens(sdk.system)).tokens[0]!.price).to.equal((price * 11n) / 10n);
  });

  it("uses no more gas than a page of cold tokens may", async function () {
    const { lens, factory } = await loadFixture(manyTokens);
    const used = await lens.watch.estimateGas(factory, 0n, WATCH_PAGE);
    expect(used).to.be.below(CALL_LIMIT);
    expect(used / BigInt(WATCH_PAGE)).to.be.below(PER_TOKEN);
  });

  it("shares the registry with a check that judges 113 tokens, all of them due, within a service's ten million gas", async function () {
    const { upkeep, ...system } = await loadFixture(manyTokens);
    await move(system, wad("-0.2"));
    const page = (limit: number) =>
      ethers.AbiCoder.defaultAbiCoder().encode(["uint256", "uint256", "address"], [0, limit, ethers.ZeroAddress]);
    const tokens = await system.factory.tokens(0n, CHECK_WIDTH);
    const urgencies = await Promise.all(tokens.map((token) => upkeep.urgencyOf(token)));
    const worst = [...urgencies].sort((a, b) => (a < b ? 1 : -1)).slice(0, 20);
    const [, performData] = await upkeep.checkUpkeep(page(Number(CHECK_WIDTH)), { gasLimit: 10_000_000n });
    const [found] = ethers.AbiCoder.defaultAbiCoder().decode(["address[]", "address"], performData);
    const foundUrgencies = (found as string[]).map((token) => urgencies[tokens.indexOf(token)]);
    expect(foundUrgencies).to.deep.equal(worst);
  });
});
