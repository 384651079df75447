import { expect } from "chai";
import { deposit, forward } from "../support/actions.js";
import { connect } from "../support/connect.js";
import { DAY, wad } from "../support/numbers.js";
import { createToken, deployForTest } from "../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;

describe("BatchRebalancer", function () {
  async function twoTokens() {
    const system = await deployForTest(connection);
    const short = await createToken(system, wad(-3));
    await deposit(system, system.alice, 1_000n * system.unit);
    await deposit(system, system.alice, 1_000n * system.unit, short);
    const batch = await ethers.deployContract("BatchRebalancer");
    await system.feed.setAnswer(((await system.feed.latestRoundData()).answer * 103n) / 100n);
    await forward(system, DAY);
    return { ...system, short, batch };
  }

  it("rebalances every token of the list in one transaction", async function () {
    const { token, short, batch } = await networkHelpers.loadFixture(twoTokens);
    const sent = batch.rebalance([token, short]);
    await expect(sent).to.emit(token, "Rebalanced");
    await expect(sent).to.emit(short, "Rebalanced");
  });

  it("rebalances none if one is not due", async function () {
    const { token, short, batch } = await networkHelpers.loadFixture(twoTokens);
    await short.rebalance();
    await expect(batch.rebalance([token, short])).to.be.revertedWithCustomError(short, "LeveragedToken_NotDue");
    expect((await token.previewRebalance()).action).to.not.equal(0n);
  });
});
