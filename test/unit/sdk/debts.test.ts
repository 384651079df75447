import { expect } from "chai";
import { redeem } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { deployWithSdk } from "../../support/sdk.js";
import * as sdk from "../../../src/sdk/index.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

describe("sdk: what a token owes", function () {
  /** Bob, the only holder, has left while the fee collector could not be paid. */
  async function owing() {
    const hostile = await ethers.deployContract("HostileCollateral");
    const system = await deployWithSdk(connection, { collateral: hostile });
    const { collector, bob, token } = system;
    await hostile.setBlocked(collector, true);
    await redeem(system, bob, await token.balanceOf(bob));
    return { ...system, hostile };
  }

  it("is paid by anyone, and read back from the receipt", async function () {
    const { sdk: system, hostile, token, collector, keeper, wallet } = await loadFixture(owing);
    const owed = await token.owed(collector);
    await hostile.setBlocked(collector, false);
    const order = { token: "btc3l", creditor: collector.address };
    const prepared = await sdk.prepareDebtPayment(system, order);
    const before = await hostile.balanceOf(collector);
    const { outcome } = await sdk.execute(prepared!, await wallet(keeper));
    expect(outcome.amount).to.equal(owed).and.to.be.greaterThan(0n);
    expect((await hostile.balanceOf(collector)) - before).to.equal(owed);
    expect(await sdk.prepareDebtPayment(system, order)).to.equal(undefined);
  });

  it("is nothing to somebody it owes nothing", async function () {
    const { sdk: system, alice } = await loadFixture(owing);
    expect(await sdk.prepareDebtPayment(system, { token: "BTC3L", creditor: alice.address })).to.equal(undefined);
  });
});
