import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { forward, move } from "../../support/actions.js";
import { expectBooksToBalance } from "../../support/expectations.js";
import { sumOfMargins } from "../../support/margins.js";
import { DAY, HOUR, wad, WAD } from "../../support/numbers.js";
import { deployForTest, give, type System } from "../../support/system.js";
import { equityOf, leave, openAccount } from "../../support/venue.js";
import type { MockTrader } from "../../../types/ethers-contracts/index.js";

const connection = await connect();

/** A walk that is the same on every run. */
function walk(seed: bigint): (below: bigint) => bigint {
  let state = seed;
  return (below) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n;
    return (state >> 20n) % below;
  };
}

describe("MockFuturesVenue: books", function () {
  async function step(system: System, traders: MockTrader[], random: (below: bigint) => bigint) {
    const { venue, market, provider } = system;
    const trader = traders[Number(random(BigInt(traders.length)))]!;
    switch (random(8n)) {
      case 0n:
        return move(system, random(wad("0.16")) - wad("0.08"));
      case 1n:
        return forward(system, random(9n * HOUR));
      case 2n:
        return venue.connect(provider).depositLiquidity(random(1_000n) * system.unit + 1n);
      case 3n:
        return leave(system, provider, random(wad(500)) + 1n);
      case 4n:
        return venue.liquidate(market, trader);
      case 5n:
        return trader.trade(market, 0n, -((await equityOf(system, trader)) * random(40n)) / 100n);
      default:
        return trader.trade(market, random(wad(3)) - wad("1.5"), random(500n) * system.unit);
    }
  }

  for (const seed of [1n, 2n]) {
    it(`balance to the unit after every step of walk ${seed.toString()}`, async function () {
      const system = await deployForTest(connection, {
        pool: 400_000n,
        maxAge: 3_650n * DAY,
        market: { depth: 20_000_000n, openInterestCap: 400_000n },
      });
      const { venue, market, collateral, provider, unit } = system;
      await give(system, provider, 10n ** 9n * unit, venue);
      const random = walk(seed);
      const traders = [];
      for (const size of ["1", "-0.7", "0.4", "-1.2"]) {
        const trader = await openAccount(system, 20_000n * unit, wad(size));
        await collateral.mint(trader, 10n ** 6n * unit);
        traders.push(trader);
      }
      let done = 0;
      for (let i = 0; i < 60; i++) {
        try {
          await step(system, traders, random);
          done += 1;
        } catch {
          // Refused: not what is tested here.
        }
        await expectBooksToBalance(system);
        const { pool, reserved, insurance } = await venue.books();
        expect(reserved).to.be.at.most(pool);
        let sum = 0n;
        let owed = 0n;
        for (const trader of traders) {
          sum += (await venue.account(market, trader)).reserve;
          owed += await equityOf(system, trader);
        }
        expect(sum).to.equal(reserved);
        // All equity there is can be paid out at this price.
        const held = await collateral.balanceOf(venue);
        const { leaving } = await venue.liquidityValues();
        expect(owed + leaving + insurance).to.be.at.most(held);
      }
      expect(done).to.be.above(25);
      for (const trader of traders) {
        await trader.execute(venue, venue.interface.encodeFunctionData("close", [market]));
        await expectBooksToBalance(system);
      }
      expect([await sumOfMargins(venue), (await venue.books()).reserved]).to.deep.equal([0n, 0n]);
      await leave(system, provider, (await venue.providers(provider)).shares);
      // What is left of the pool is the virtual share's.
      expect((await venue.books()).pool).to.be.below(WAD / 10n ** 12n);
    });
  }
});
