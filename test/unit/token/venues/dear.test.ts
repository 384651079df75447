import { expect } from "chai";
import { connect } from "../../../support/connect.js";
import { property } from "../../../support/property.js";
import { deployForTest } from "../../../support/system.js";
import { life, liveThrough } from "../../../support/venues/life.js";
import { goInAndOut } from "../../../support/venues/roundTrips.js";
import { holdingOf } from "../../../support/venues/spare.js";
import { deployVenue, tokenAt } from "../../../support/venues/testVenues.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

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
