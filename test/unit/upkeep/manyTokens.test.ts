import { expect } from "chai";
import { network } from "hardhat";
import {
  BURN,
  Action,
  check,
  checkBlocks,
  deployFaultyTokens,
  DUE_GAS,
  Reason,
  tell,
  type Check,
} from "../../support/faultyTokens.js";
import { wad } from "../../support/numbers.js";

// As a node that lets a call use more than a transaction may.
const connection = await network.create({
  override: { transactionGasCap: false, blockGasLimit: 100_000_000n, gas: 60_000_000n },
});
const { loadFixture } = connection.networkHelpers;

/** {gas} What a node lets a call use, more than any check needs. */
const NODE = 50_000_000n;
/** {gas} What a check may use of it. */
const LIMIT = 9_800_000n;
/** Most tokens that one check judges. */
const WIDTH = 113;

const EMERGENCY = { action: Action.Trade, reason: Reason.Emergency, leverage: wad(5), gasUsed: DUE_GAS };

/** Places in a registry of `count`, every `step`th from `first` on. */
function places(count: number, first = 0, step = 1): number[] {
  return Array.from({ length: Math.max(0, Math.ceil((count - first) / step)) }, (_, i) => first + i * step);
}

/** Among any `blocks` consecutive checks, how many name the token first, at least. */
function leastOften(checks: readonly Check[], blocks: number, token: string): number {
  expect(checks.length).to.be.at.least(2 * blocks);
  const starts = places(checks.length - blocks + 1);
  return Math.min(...starts.map((from) => firstIn(checks.slice(from, from + blocks), token)));
}

function firstIn(checks: readonly Check[], token: string): number {
  return checks.filter(({ due }) => due[0] === token).length;
}

function expectBounded(checks: readonly Check[]): void {
  for (const { used } of checks) expect(used).to.be.at.most(LIMIT);
}

describe("RebalanceUpkeep over many tokens", function () {
  const twoThousand = () => deployFaultyTokens(connection, 2_000);
  const thousand = () => deployFaultyTokens(connection, 1_000);
  const oneWindow = () => deployFaultyTokens(connection, WIDTH);

  /** A thousand tokens, all due at once. */
  async function crash() {
    const system = await thousand();
    await tell(system, places(1_000), { ...EMERGENCY, leverage: wad(4) });
    return system;
  }

  /** As many tokens as one check judges, that all burn what they are given. */
  async function burners() {
    const system = await oneWindow();
    await tell(system, places(WIDTH), { gasUsed: BURN });
    return system;
  }

  for (const [count, blocks] of [
    [1, 1],
    [20, 1],
    [113, 1],
    [114, 3],
    [999, 10],
    [1_000, 10],
    [1_001, 10],
    [1_017, 10],
    [2_000, 19],
  ] as const) {
    const within = blocks === 1 ? "in each block" : `within any ${String(blocks)} consecutive blocks`;
    it(`finds the worst of ${count.toLocaleString("en")} ${within}, among dead tokens and burners of gas`, async function () {
      const system = await loadFixture(twoThousand);
      const { registry } = system;
      await registry.show(count);
      const tokens = await registry.tokens(0, count);
      await tell(system, places(count, 3, 9), { ...EMERGENCY, reason: Reason.Drift });
      await tell(system, places(count, 5, 19), { isDead: true });
      await tell(system, places(count, 7, 23), { gasUsed: BURN });
      for (const place of new Set([Math.floor(count / 3), count - 1])) {
        await tell(system, [place], EMERGENCY);
        const checks = await checkBlocks(system, 2 * blocks + 2, NODE);
        expect(leastOften(checks, blocks, tokens[place]!), `at place ${String(place)}`).to.be.at.least(1);
        expectBounded(checks);
        await tell(system, [place], {});
      }
    });
  }

  it("finds the farthest from target of a thousand that are all in emergency within any 10 consecutive blocks", async function () {
    const system = await loadFixture(crash);
    const tokens = await system.registry.tokens(0, 1_000);
    await tell(system, [511], { ...EMERGENCY, leverage: wad("4.1") });
    // After 81 blocks the windows begin from the start.
    const checks = await checkBlocks(system, 81 + 10, NODE);
    expect(leastOften(checks, 10, tokens[511]!)).to.be.at.least(1);
    expectBounded(checks);
  });

  it("never uses more than it states, be it given much more, whatever tokens do", async function () {
    const system = await loadFixture(crash);
    for (const conduct of [EMERGENCY, { gasUsed: BURN }, { ...EMERGENCY, gasUsed: 250_000 }]) {
      await tell(system, places(1_000), conduct);
      for (const gasLimit of [10_000_000n, 16_000_000n, NODE]) expectBounded([await check(system, gasLimit)]);
    }
    expect(await system.upkeep.CHECK_GAS()).to.equal(LIMIT);
  });

  it("sees a token that needs no more than is sure in every round, even if all others burn what they are given", async function () {
    const system = await loadFixture(burners);
    const tokens = await system.registry.tokens(0, WIDTH);
    expect(await system.upkeep.LEAST_CHECK_GAS_PER_TOKEN()).to.equal(69_000n);
    for (const place of [0, 60, 112]) {
      await tell(system, [place], { ...EMERGENCY, gasUsed: 55_000 });
      const checks = await checkBlocks(system, 10, NODE);
      expect(firstIn(checks, tokens[place]!), `at place ${String(place)}`).to.equal(10);
      expectBounded(checks);
      await tell(system, [place], { gasUsed: BURN });
    }
  });

  it("sees a token that needs all it may ever use within as many rounds as there are tokens, even if all others burn theirs", async function () {
    const system = await loadFixture(burners);
    const [token] = await system.registry.tokens(60, 1);
    await tell(system, [60], { ...EMERGENCY, gasUsed: 370_000 });
    const checks = await checkBlocks(system, WIDTH, NODE);
    const seen = firstIn(checks, token!);
    expect(seen).to.be.at.least(1);
    expect(seen).to.be.below(WIDTH / 10);
    expectBounded(checks);
  });

  it("sees dear tokens, twice as dear as is usual, in every round as long as they are few", async function () {
    const system = await loadFixture(oneWindow);
    const dear = places(WIDTH, 2, 10);
    await tell(system, dear, { ...EMERGENCY, gasUsed: 120_000 });
    const tokens = await system.registry.tokens(0, WIDTH);
    for (const { due, used } of await checkBlocks(system, 20, NODE)) {
      expect(due).to.have.members(dear.map((place) => tokens[place]!));
      expect(used).to.be.at.most(LIMIT);
    }
  });

  it("takes more blocks for callers that give it less gas, and misses nothing", async function () {
    const system = await loadFixture(thousand);
    const [token] = await system.registry.tokens(700, 1);
    await tell(system, [700], EMERGENCY);
    const checks = await checkBlocks(system, 42, 5_000_000n);
    expect(leastOften(checks, 20, token!)).to.be.at.least(1);
    for (const { used } of checks) expect(used).to.be.below(5_000_000n);
  });

  for (const step of [2, 3, 9]) {
    it(`misses nothing for a caller that looks every ${String(step)} blocks only`, async function () {
      const system = await loadFixture(thousand);
      const [token] = await system.registry.tokens(700, 1);
      await tell(system, [700], EMERGENCY);
      const checks = await checkBlocks(system, 45, NODE, step);
      expect(firstIn(checks, token!)).to.be.at.least(1);
    });
  }

  it("says so when it is given too little for a single token", async function () {
    const system = await loadFixture(oneWindow);
    const { upkeep, registry } = system;
    await expect(check(system, 498_000n))
      .to.be.revertedWithCustomError(upkeep, "RebalanceUpkeep_InsufficientGas")
      .withArgs((available: bigint) => available < 498_000n, 503_000n);
    await tell(system, [0], EMERGENCY);
    await registry.show(1);
    expect((await check(system, 520_000n)).due).to.deep.equal([...(await registry.tokens(0, 1))]);
  });
});
