import { expect } from "chai";
import { deposit, forward, move } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { expectClose } from "../../../support/expectations.js";
import { wad } from "../../../support/numbers.js";
import { Action, Blocker } from "../../../support/outcomes.js";
import { property } from "../../../support/property.js";
import { deployForTest } from "../../../support/system.js";
import { NO_CARRY, openAccount, sizeFor } from "../../../support/venue.js";
import { life, liveThrough } from "../../../support/venues/life.js";
import { goInAndOut } from "../../../support/venues/roundTrips.js";
import { holdingOf } from "../../../support/venues/spare.js";
import { deployVenue, tokenAt } from "../../../support/venues/testVenues.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

const MINUTE = 60n;

describe("LeveragedToken: at a venue that charges more than it says, the mover pays what it really took", function () {
  async function tokenAtDearVenue() {
    const system = await deployForTest(connection);
    return tokenAt(system, await deployVenue(system, "DearVenue"));
  }

  it("in fourteen mints and redeems of a million beside a tenth of that", async function () {
    const system = await loadFixture(tokenAtDearVenue);
    await goInAndOut(system);
    // All but what opening his own position cost him, and the management fee of a minute.
    expect(await holdingOf(system, system.bob)).to.be.above(99_400n * system.unit);
  });

  it("a reduction that its quote allows and its price does not is done a minute after the venue refused it", async function () {
    const base = await deployForTest(connection, { leverage: wad(-3), pool: 400_000_000n, market: NO_CARRY });
    const system = await tokenAt(base, await deployVenue(base, "DearVenue"));
    const { token, alice, market, options, unit } = system;
    await deposit(system, alice, 1_000_000n * unit);
    // Others' longs make buying cost 7.7 %, which 3 % become after sixteen minutes; the venue takes 7.8 %.
    const trader = await openAccount(base, 40_000_000n * unit, 0n);
    await trader.trade(market, sizeFor(70_000_000n, options.price), 0n);
    await move(system, wad("0.12"));
    await expect(token.rebalance()).to.emit(token, "RebalanceBlocked");
    await forward(system, 10n * MINUTE);
    await expect(token.rebalance()).to.emit(token, "RebalanceBlocked");
    const isTried = async () => (await token.previewRebalance()).action === Action.Trade;
    for (let i = 0; i < 120 && !(await isTried()); i++) await forward(system, 5n);
    await expect(token.rebalance()).to.emit(token, "RebalanceBlocked");
    expect((await token.reading()).rebalancing.blocker).to.equal(Blocker.Refused);
    await forward(system, MINUTE);
    await expect(token.rebalance()).to.emit(token, "Rebalanced");
    expectClose(await token.leverage(), wad(-3), 0.01);
  });

  property(
    "in two hundred acts of two holders",
    life,
    async (deeds) => {
      const counts = await liveThrough(await loadFixture(tokenAtDearVenue), deeds, { keepsQuotes: false });
      expect(counts).to.include.keys("deposit", "mint", "redeem", "withdraw", "rebalance");
    },
    { normal: 1, deep: 20 },
  );
});
