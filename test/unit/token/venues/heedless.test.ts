import { expect } from "chai";
import { deposit, forward, move, nextBlock, redeem } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { DAY, wad } from "../../../support/numbers.js";
import { Action } from "../../../support/outcomes.js";
import { deployForTest } from "../../../support/system.js";
import { deployVenue, tokenAt } from "../../../support/venues/testVenues.js";

const connection = await connect();

describe("LeveragedToken: at a venue that heeds no bound of cost", function () {
  for (const change of ["0.05", "-0.18"]) {
    it(`a rebalance after ${change} is undone, and holders leave with all that is theirs`, async function () {
      const base = await deployForTest(connection);
      const system = await tokenAt(base, await deployVenue(base, "HeedlessVenue"));
      const { token, alice, collateral, unit } = system;
      await deposit(system, alice, 10_000n * unit);
      await move(system, wad(change));
      await forward(system, DAY);
      const pending = await nextBlock(system);
      const { action, maxCost } = await token.previewRebalance(pending);
      expect(action).to.equal(Action.Trade);
      const assets = await token.totalAssets(pending);
      const taken = (cost: bigint) => cost > assets / 6n;
      await expect(token.rebalance())
        .to.be.revertedWithCustomError(token, "LeveragedToken_CostAboveBound")
        .withArgs(taken, maxCost);
      await redeem(system, alice);
      // 0.2 % for mint and redeem, and 0.05 % of at most 7 times the money, with some impact.
      expect(await collateral.balanceOf(alice)).to.be.above((assets * 99n) / 100n);
    });
  }
});
