import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { expectBooksToBalance } from "../../support/expectations.js";
import { DAY, wad } from "../../support/numbers.js";
import { forward, move } from "../../support/actions.js";
import { deployForTest, give } from "../../support/system.js";
import { openAccount } from "../../support/venue.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;
const GUARD = ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10);

/** Every action of the venue; whether it would be possible otherwise does not matter, the guard comes first. */
const ACTIONS: readonly (readonly [string, (market: string, who: string) => unknown[]])[] = [
  ["trade", (market, who) => [market, 0n, 0n, 0n, false, 0n, who]],
  ["close", (market) => [market]],
  ["liquidate", (market, who) => [market, who]],
  ["closeExpired", (market, who) => [market, who]],
  ["depositMargin", (market) => [market, 1n]],
  ["reportOutage", (market) => [market]],
  ["expire", (market) => [market, 64n]],
  ["depositLiquidity", () => [1n]],
  ["requestWithdrawal", () => [1n]],
  ["withdrawLiquidity", (_market, who) => [who]],
  ["fundInsurance", () => [1n]],
];

/** How many of market, account and size each view of money asks for. */
const VIEW_ARGUMENTS = { liquidityValues: 0, position: 2, snapshot: 2, quote: 3 };

describe("MockFuturesVenue: reentrancy", function () {
  /** A trader, a provider whose notice is over and a stranger with money, at a venue whose collateral has a hook. */
  async function hookedVenue() {
    const hooked = await ethers.deployContract("ReentrantCollateral");
    const system = await deployForTest(connection, { collateral: hooked });
    const { market, unit, venue, bob } = system;
    const trader = await openAccount(system, 1_000n * unit, wad("0.1"));
    await give(system, bob, 1_000_000n * unit, venue);
    await venue.connect(bob).depositLiquidity(1_000n * unit);
    await venue.connect(bob).requestWithdrawal(wad(1));
    await forward(system, DAY);
    const execute = (method: "close" | "depositMargin" | "trade", args: unknown[]) =>
      trader.execute(venue, venue.interface.encodeFunctionData(method as "close", args as [string]));
    return { ...system, hooked, trader, execute, market };
  }
  type Hooked = Awaited<ReturnType<typeof hookedVenue>>;

  /** The moments at which the venue moves collateral. */
  const moments: Readonly<Record<string, (system: Hooked) => Promise<unknown>>> = {
    "a trade that pays margin in": ({ trader, market }) => trader.trade(market, 0n, 5n),
    "a trade that pays margin out": ({ trader, market }) => trader.trade(market, 0n, -5n),
    "a close": ({ execute, market }) => execute("close", [market]),
    "a liquidation": async (system) => {
      await system.venue.liquidate(system.market, system.trader);
    },
    "a deposit of margin": ({ execute, market }) => execute("depositMargin", [market, 1n]),
    "a deposit of liquidity": ({ venue, bob }) => venue.connect(bob).depositLiquidity(5n),
    "a withdrawal of liquidity": ({ venue, bob }) => venue.withdrawLiquidity(bob),
    "a payment into insurance": ({ venue, bob }) => venue.connect(bob).fundInsurance(5n),
  };

  async function outcomeOf(system: Hooked, moment: string, data: string) {
    // A trader needs money for what it pays, and a price at which it may be liquidated.
    await system.collateral.mint(system.trader, 1_000n);
    if (moment === "a liquidation") await move(system, wad("-0.18"));
    await system.hooked.arm(system.venue, data);
    await moments[moment]!(system);
    const outcome = await system.hooked.outcome();
    expect(outcome.called).to.be.true;
    await expectBooksToBalance(system);
    return outcome;
  }

  for (const moment of Object.keys(moments)) {
    it(`keeps every action out of ${moment}`, async function () {
      for (const [name, args] of ACTIONS) {
        const system = await loadFixture(hookedVenue);
        const data = system.venue.interface.encodeFunctionData(
          name as "close",
          args(system.market, system.trader.target as string) as [string],
        );
        const { succeeded, result } = await outcomeOf(system, moment, data);
        expect(succeeded, name).to.be.false;
        expect(result, name).to.equal(GUARD);
      }
    });

    it(`shows no price of liquidity and no account during ${moment}`, async function () {
      for (const name of ["liquidityValues", "position", "snapshot", "quote"] as const) {
        const system = await loadFixture(hookedVenue);
        const args = [system.market, system.trader.target, 1n].slice(0, VIEW_ARGUMENTS[name]);
        const data = system.venue.interface.encodeFunctionData(name as "position", args as [string, string]);
        const { succeeded, result } = await outcomeOf(system, moment, data);
        expect([succeeded, result], name).to.deep.equal([false, GUARD]);
      }
    });
  }
});
