import { expect } from "chai";
import { deposit, move, priceOf, redeem } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { expectClose } from "../../../support/expectations.js";
import { wad } from "../../../support/numbers.js";
import { property } from "../../../support/property.js";
import { deployForTest, give } from "../../../support/system.js";
import { life, liveThrough } from "../../../support/venues/life.js";
import { goInAndOut } from "../../../support/venues/roundTrips.js";
import { expectSpared, holdingOf } from "../../../support/venues/spare.js";
import { deployVenue, tokenAt } from "../../../support/venues/testVenues.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("LeveragedToken: at a venue whose mark is late and whose quotes are bounds", function () {
  async function tokenAtLateVenue() {
    const system = await deployForTest(connection);
    return tokenAt(system, await deployVenue(system, "LateMarkVenue"));
  }

  for (const [change, side] of [
    ["0.02", "below"],
    ["-0.02", "above"],
  ] as const) {
    it(`a minter at a mark 2 % ${side} index who leaves when it has caught up loses what trading and the token charge, and no more`, async function () {
      const system = await loadFixture(tokenAtLateVenue);
      const { token, front, alice, bob, collateral, unit } = system;
      await deposit(system, bob, 100_000n * unit);
      const assets = 20_000n * unit;
      await give(system, alice, assets, token);

      await front.setMark(await priceOf(system));
      await move(system, wad(change));
      await expectSpared(system, bob, () => token.connect(alice)["deposit(uint256,address)"](assets, alice));
      await front.setMark(0n);
      const caughtUp = await holdingOf(system, bob);
      await expectSpared(system, bob, () => redeem(system, alice));

      // Each way 0.1 %, and 0.05 % of about three times as much; on the way in some 20 of impact.
      const lost = assets - (await collateral.balanceOf(alice));
      expect(lost).to.be.within(115n * unit, 124n * unit);
      expect(await holdingOf(system, bob)).to.be.at.least(caughtUp - 1n * unit);
    });
  }

  describe("whose mark is 2 % above index, so that a long is paid for what it buys", () => {
    async function paidFund() {
      const system = await tokenAtLateVenue();
      await deposit(system, system.bob, 100_000n * system.unit);
      await system.front.setMark((system.options.price * 102n) / 100n);
      return system;
    }

    it("as much as maxDeposit says can be deposited where open interest is short", async function () {
      const system = await loadFixture(paidFund);
      const { token, venue, market, alice, unit } = system;
      await venue.setOpenInterestCap(market, 600_000n);
      const most = await token.maxDeposit(alice);
      // The fund is worth 105,800 and its position is about 6; 6.01 more make it grow by 106,100, of which the venue pays
      // 6,010 for the mark, less 285 of cost.
      expectClose(most, 100_380n * unit, 1e-3);
      await deposit(system, alice, most);
      expect((await venue.marketState(market)).openInterest.long).to.be.within(wad("11.98"), wad(12));
    });

    it("and where capacity is", async function () {
      const system = await loadFixture(paidFund);
      const { token, factory, options, alice, unit } = system;
      await factory.setLimits(token, { ...options.limits, capacity: 150_000n });
      const most = await token.maxDeposit(alice);
      await deposit(system, alice, most);
      expectClose(await token.totalAssets(), 150_000n * unit, 2e-3);
    });

    it("nothing can be minted while minting is paused, though opening a position again would pay", async function () {
      const system = await tokenAtLateVenue();
      const { token, front, factory, guardian, venue, market, account, keeper, options, alice } = system;
      await deposit(system, alice, 1_500n);
      await move(system, wad("-0.32"));
      await venue.connect(keeper).liquidate(market, account);
      await front.setMark((options.price * 70n) / 100n);
      await factory.connect(guardian).pauseMint(token);
      expect(await token.previewDeposit(0n)).to.be.above(0n);
      expect(await token.maxDeposit(alice)).to.equal(0n);
      expect(await token.maxMint(alice)).to.equal(0n);
    });
  });

  it("others are spared in fourteen mints and redeems of a million at a mark that stands 2 % away", async function () {
    const system = await loadFixture(tokenAtLateVenue);
    await system.front.setMark((system.options.price * 98n) / 100n);
    await goInAndOut(system);
  });

  property(
    "others are spared, and no preview promises more than happens, in two hundred acts of two holders",
    life,
    async (deeds) => {
      const system = await loadFixture(tokenAtLateVenue);
      const counts = await liveThrough(system, deeds, {
        keepsQuotes: true,
        onMove: async (price) => {
          await system.front.setMark(price);
        },
      });
      expect(counts).to.include.keys("deposit", "mint", "redeem", "withdraw", "rebalance");
    },
    { normal: 1, deep: 20 },
  );
});
