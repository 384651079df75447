import { expect } from "chai";
import { deposit, move, redeem } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { wad } from "../../../support/numbers.js";
import { Phase, Reason } from "../../../support/outcomes.js";
import { deployForTest } from "../../../support/system.js";
import { deployVenue, tokenAt, type TestVenue } from "../../../support/venues/testVenues.js";

const connection = await connect();

describe("LeveragedToken: at any venue, a payment that cannot be made stops nothing and stays owed", function () {
  /** Alice is in; the collateral blocks whom a test chooses. */
  async function fundOfHostileMoney(name: TestVenue) {
    const hostile = await connection.ethers.deployContract("HostileCollateral");
    const system = await deployForTest(connection, { collateral: hostile });
    const moved = await tokenAt(system, await deployVenue(system, name));
    await deposit(moved, moved.alice, 10_000n * moved.unit);
    return { ...moved, hostile };
  }

  for (const name of ["DearVenue", "KindVenue", "LateMarkVenue", "MoodyVenue", "PartialVenue"] as const) {
    it(`${name}: an emergency's tip to a blocked keeper, and the settlement of a token that owes it`, async function () {
      const system = await fundOfHostileMoney(name);
      const { token, factory, keeper, alice, hostile, unit } = system;
      await hostile.setBlocked(keeper, true);
      await move(system, wad("-0.18"));
      expect((await token.previewRebalance()).reason).to.equal(Reason.Emergency);
      await expect(token.connect(keeper).rebalance()).to.emit(token, "DebtIncurred");
      const owed = await token.owed(keeper);
      // 0.3 % of a gap of about eleven thousand.
      expect(owed).to.be.within(28n * unit, 36n * unit);

      await factory.windDown(token, 0n);
      expect((await token.state()).phase).to.equal(Phase.Settled);
      await redeem(system, alice);
      await hostile.setBlocked(keeper, false);
      await token.payDebt(keeper);
      expect(await hostile.balanceOf(keeper)).to.equal(owed);
      expect(await token.totalOwed()).to.equal(0n);
    });

    it(`${name}: the last redeem's fee to a blocked collector`, async function () {
      const system = await fundOfHostileMoney(name);
      const { token, alice, collector, hostile, unit } = system;
      await hostile.setBlocked(collector, true);
      await redeem(system, alice);
      expect(await token.totalSupply()).to.equal(0n);
      const owed = await token.owed(collector);
      // 0.1 % for the mint and as much for the redeem.
      expect(owed).to.be.within(19n * unit, 21n * unit);
      await hostile.setBlocked(collector, false);
      await token.payDebt(collector);
      expect(await hostile.balanceOf(collector)).to.equal(owed);
    });
  }
});
