import { expect } from "chai";
import { deposit, forward, move, nextBlock } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { expectClose } from "../../../support/expectations.js";
import { DAY, wad } from "../../../support/numbers.js";
import { property } from "../../../support/property.js";
import { deployForTest } from "../../../support/system.js";
import { life, liveThrough } from "../../../support/venues/life.js";
import { goInAndOut } from "../../../support/venues/roundTrips.js";
import { deployVenue, tokenAt } from "../../../support/venues/testVenues.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("LeveragedToken: at a venue that fills better than its mark, the mover is credited", function () {
  async function tokenAtKindVenue() {
    const system = await deployForTest(connection);
    return tokenAt(system, await deployVenue(system, "KindVenue"));
  }

  it("in fourteen mints and redeems of a million", async function () {
    const system = await loadFixture(tokenAtKindVenue);
    await goInAndOut(system);
    // Three times 0.3 % for each way, less what the venue and the token charge: 0.05 % of three, 0.1 %, and impact.
    const { alice, collateral, unit } = system;
    expect(await collateral.balanceOf(alice)).to.be.above(20_000_000n * unit);
  });

  for (const change of ["0.05", "-0.05"]) {
    it(`in a rebalance after ${change}, whose cost is negative and whose fund grows`, async function () {
      const system = await loadFixture(tokenAtKindVenue);
      const { token, alice, unit } = system;
      await deposit(system, alice, 10_000n * unit);
      await move(system, wad(change));
      await forward(system, DAY);
      const pending = await nextBlock(system);
      const before = await token.totalAssets(pending);
      const { sizeDelta } = await token.previewRebalance(pending);
      const transaction = await token.rebalance();
      const [event] = await token.queryFilter(token.filters.Rebalanced(), transaction.blockNumber!);
      expect(event!.args.sizeDelta).to.equal(sizeDelta);
      expect(event!.args.cost).to.be.below(0n);
      expect(event!.args.equity).to.equal(before - event!.args.cost);
      expect(await token.totalAssets()).to.equal(event!.args.equity);
      expectClose(await token.leverage(), wad(3), 1e-3);
    });
  }

  property(
    "in two hundred acts of two holders",
    life,
    async (deeds) => {
      const counts = await liveThrough(await loadFixture(tokenAtKindVenue), deeds, { keepsQuotes: true });
      expect(counts).to.include.keys("deposit", "mint", "redeem", "withdraw", "rebalance");
    },
    { normal: 1, deep: 20 },
  );
});
