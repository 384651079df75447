import { expect } from "chai";
import { network } from "hardhat";
import {
  moveBack,
  scenarioPath,
  simulate,
  type Simulation,
  type SimulationStart,
} from "../../src/sdk/simulate/index.js";
import { deposit } from "../support/actions.js";
import { WAD } from "../support/numbers.js";
import { policyOf } from "../support/options.js";
import { deployForTest, toAnswer } from "../support/system.js";

const DAY = 86_400;

/** {1} WAD. */
const percent = (value: number) => (BigInt(Math.round(value * 1_000)) * WAD) / 100_000n;
const toNumber = (value: bigint) => Number(value) / 1e18;
/** {1} Not by `closeTo`, which Hardhat makes one for whole numbers only. */
const near = (value: bigint, expected: number, tolerance: number) =>
  expect(Math.abs(toNumber(value) - expected)).to.be.at.most(tolerance);

/** A fund of 3x at 60,000 with neither costs nor limits, opened at midnight. */
function fresh(changes: Partial<SimulationStart> = {}): SimulationStart {
  const price = 60_000n * WAD;
  const equity = 100_000n * WAD;
  const targetLeverage = changes.targetLeverage ?? 3n * WAD;
  const size = (targetLeverage * equity) / price;
  return {
    timestamp: 1_583_452_800n,
    targetLeverage,
    bands: {
      period: 86_400n,
      offset: 0n,
      cooldown: 300n,
      lowerBand: (2n * WAD) / 3n,
      upperBand: (4n * WAD) / 3n,
      emergencyBand: (5n * WAD) / 3n,
      maxSlippage: WAD / 200n,
      emergencySlippage: WAD / 100n,
      tipRate: 0n,
      tipCap: 0n,
    },
    maintenanceMargin: WAD / 20n,
    maxTrade: 10n ** 12n,
    managementPpmPerYear: 0n,
    rebalancedAt: 1_583_452_800n,
    isUnfinished: false,
    equity,
    unit: 10n ** 12n,
    supply: 100_000n * WAD,
    virtualShares: 10n ** 12n,
    size,
    price,
    takerFee: 0n,
    skew: (size * price) / WAD,
    depth: 0n,
    funding: undefined,
    ...changes,
  };
}

function play(start: SimulationStart, moves: readonly bigint[]): Simulation {
  return simulate(start, scenarioPath(start, moves, DAY));
}

describe("What if", () => {
  it("gives FTX's published returns of 3x rebalanced daily", () => {
    // Within the day leverage drifts less than its band, so that only the boundary trades.
    const swing = play(fresh(), [percent(10), moveBack(percent(10))]);
    near(swing.nav, -0.0545, 0.0001);
    const rise = play(fresh(), [percent(10), percent(10)]);
    near(rise.nav, 0.69, 0.0001);
  });

  it("loses by a move that comes back, long and short", () => {
    for (const targetLeverage of [3n * WAD, -3n * WAD]) {
      const { underlying, nav, naive, compounding } = play(fresh({ targetLeverage }), [
        percent(-5),
        moveBack(percent(-5)),
      ]);
      near(underlying, 0, 1e-15);
      near(naive, 0, 1e-14);
      expect(toNumber(nav)).to.be.below(-0.005);
      near(compounding, toNumber(nav), 1e-9);
    }
  });

  it("gains beyond the multiple in a steady trend", () => {
    const { nav, naive, compounding } = play(
      fresh(),
      Array.from({ length: 5 }, () => percent(5)),
    );
    expect(nav > naive).to.equal(true);
    expect(compounding > 0n).to.equal(true);
  });

  it("rebalances in between when leverage leaves its band, and says why", () => {
    const { rebalances } = play(fresh(), [percent(-30)]);
    expect(rebalances.length).to.be.above(1);
    expect(rebalances[0]?.reason).to.equal("Drift");
    expect(toNumber(rebalances[0]?.before ?? 0n)).to.be.above(4);
    near(rebalances[0]?.after ?? 0n, 3, 0.003);
  });

  it("cuts large rebalances into parts and goes on with them", () => {
    const { rebalances } = play(fresh({ maxTrade: 5_000n }), [percent(-15), percent(0)]);
    expect(rebalances.map(({ reason }) => reason)).to.include("Continuation");
  });

  it("marks the account in time, so that a fund always on target keeps gaining beyond its reserve", () => {
    const { nav, rebalances } = play(fresh({ targetLeverage: WAD, bands: { ...fresh().bands, period: 2_592_000n } }), [
      percent(900),
    ]);
    near(nav, 9, 0.0001);
    expect(rebalances.map(({ reason }) => reason))
      .to.include("Marking")
      .and.not.to.include("Drift");
  });

  it("reports a trade that costs too much, and makes it once its bound has widened", () => {
    // A reduction at 1.5 % of its notional, where 0.5 % is allowed at first and four times that after half an hour.
    const tight = { ...fresh().bands, maxSlippage: 0n, emergencySlippage: WAD / 200n };
    const start = fresh({ takerFee: (15n * WAD) / 1_000n, bands: tight });
    const at = (seconds: number) => ({ time: Number(start.timestamp) + seconds, price: (start.price * 85n) / 100n });
    const { rebalances } = simulate(start, [at(60), at(660), at(1_200), at(1_259), at(1_260)]);
    expect(rebalances).to.have.length(1);
    expect(rebalances[0]).to.include({ reason: "Drift", timestamp: start.timestamp + 1_260n });
  });

  it("has causes that add up to the change of NAV, whatever is charged", () => {
    const charged = fresh({
      takerFee: WAD / 2_000n,
      depth: 40_000_000n * WAD,
      managementPpmPerYear: 36_500n,
      funding: { base: 10n ** 10n, skew: 0n, max: 10n ** 12n, reserveFee: 10n ** 9n },
    });
    for (const moves of [[percent(-8), percent(12), percent(-3)], [percent(0)], [percent(40), percent(-35)]]) {
      const { nav, naive, compounding, funding, trading, fees } = play(charged, moves);
      expect(naive + compounding + funding + trading + fees).to.equal(nav);
      expect(funding < 0n).to.equal(true);
      expect(trading <= 0n).to.equal(true);
      expect(fees < 0n).to.equal(true);
    }
  });

  it("never falls below nothing, and stops there", () => {
    // One jump, as no feed would make it.
    const start = fresh();
    const gone = simulate(start, [
      { time: Number(start.timestamp) + 60, price: start.price / 2n },
      { time: Number(start.timestamp) + 120, price: start.price },
    ]);
    expect(gone.isWipedOut).to.equal(true);
    expect(gone.nav).to.equal(-WAD);
    expect(gone.points).to.have.length(2);
    const { naive, compounding, funding, trading, fees } = gone;
    expect(naive + compounding + funding + trading + fees).to.equal(-WAD);
  });

  it("is the chain's own path, to the wei, when the same prices come at the same times", async function () {
    const connection = await network.create();
    const { networkHelpers } = connection;
    const system = await deployForTest(connection);
    const { token, alice, feed, keeper, options, venue, market, unit } = system;
    await deposit(system, alice, 100_000n * unit);

    const [shot, { maintenanceMargin }] = await venue.snapshot(market, token);
    const { capacity } = await venue.marketState(market);
    const [state, limits, supply, virtualShares] = await Promise.all([
      token.state(),
      token.limits(),
      token.effectiveSupply(),
      token.virtualShares(),
    ]);
    const timestamp = BigInt(await networkHelpers.time.latest());
    const start: SimulationStart = {
      timestamp,
      targetLeverage: await token.targetLeverage(),
      bands: policyOf(options.policy, unit),
      maintenanceMargin,
      maxTrade: limits.maxTrade,
      managementPpmPerYear: state.managementPpmPerYear,
      rebalancedAt: state.rebalancedAt,
      isUnfinished: false,
      equity: shot.equity,
      unit: 10n ** BigInt(18 - options.decimals),
      supply,
      virtualShares,
      size: shot.size,
      price: shot.price,
      takerFee: shot.curve.fee,
      skew: shot.curve.skew,
      depth: shot.curve.depth,
      funding: {
        base: capacity.baseFundingPerSecond,
        skew: capacity.skewFundingPerSecond,
        max: capacity.maxFundingPerSecond,
        reserveFee: capacity.reserveFeePerSecond,
      },
    };
    const path = [-4, 3, -9, -12, 6].map((move, index) => ({
      time: Number(timestamp) + (index + 1) * 3_600,
      price: (shot.price * BigInt(100 + move)) / 100n,
    }));
    const simulated = simulate(start, path);

    const navs: bigint[] = [];
    for (const { time, price } of path) {
      await networkHelpers.time.setNextBlockTimestamp(time);
      await connection.provider.request({ method: "evm_setAutomine", params: [false] });
      await feed.setAnswer(toAnswer(price, options.feedDecimals));
      // In the block of the price itself, or not at all.
      await token.connect(keeper).rebalance({ gasLimit: 2_000_000n });
      await networkHelpers.mine();
      await connection.provider.request({ method: "evm_setAutomine", params: [true] });
      navs.push(await token.nav());
    }
    expect(simulated.rebalances.length).to.be.above(0);
    expect(simulated.points.slice(1).map(({ nav }) => nav)).to.deep.equal(navs);
  });
});
