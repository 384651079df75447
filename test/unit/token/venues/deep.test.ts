import { expect } from "chai";
import { deposit, forward, move } from "../../../support/actions.js";
import { connect } from "../../../support/connect.js";
import { expectClose } from "../../../support/expectations.js";
import { DAY, wad } from "../../../support/numbers.js";
import { Blocker } from "../../../support/outcomes.js";
import { deployForTest } from "../../../support/system.js";
import { deployVenue, tokenAt } from "../../../support/venues/testVenues.js";

const connection = await connect();
const { loadFixture, takeSnapshot } = connection.networkHelpers;

describe("LeveragedToken: at a venue whose trades take much gas, many calls down", function () {
  async function dueFund() {
    const base = await deployForTest(connection);
    const system = await tokenAt(base, await deployVenue(base, "DeepVenue"));
    await deposit(system, system.alice, 10_000n * system.unit);
    await move(system, wad("0.05"));
    await forward(system, DAY);
    return system;
  }

  it("a caller who brings too little gas cannot make it look as if the venue had refused", async function () {
    const { token, keeper } = await loadFixture(dueFund);
    const snapshot = await takeSnapshot();
    let [refused, done] = [0, 0];
    for (let gasLimit = 250_000n; gasLimit <= 2_000_000n; gasLimit += 25_000n) {
      const isMined = await token
        .connect(keeper)
        .rebalance({ gasLimit })
        .then(
          () => true,
          () => false,
        );
      const { rebalancing } = await token.reading();
      expect(rebalancing.blocker, gasLimit.toString()).to.equal(Blocker.None);
      if (isMined) expectClose(await token.leverage(), wad(3), 1e-3);
      if (isMined) done += 1;
      else refused += 1;
      await snapshot.restore();
    }
    expect(done, "done of 71").to.be.within(1, 70);
    expect(refused, "refused of 71").to.be.within(1, 70);
  });
});
