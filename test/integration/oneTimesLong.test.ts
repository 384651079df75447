import { expect } from "chai";
import { network } from "hardhat";
import { deploySystem } from "../../src/deploy/deploySystem.js";
import { readParameters } from "../../src/deploy/readParameters.js";
import {
  connectSystem,
  execute,
  prepareFeedPrice,
  prepareMint,
  prepareRebalance,
  readToken,
} from "../../src/sdk/index.js";

const connection = await network.create();
const { ethers } = connection;
const WAD = 10n ** 18n;

describe("A token of one times leverage", function () {
  it("is equal to the coin itself as its price moves, without a trade", async function () {
    const parameters = await readParameters("ignition/parameters/local-no-costs.json");
    const system = await connectSystem(ethers.provider, await deploySystem(connection, parameters));
    const [holder] = await ethers.getSigners();
    const { contract: collateral } = system.collateral;
    const price = 60_000n;
    await collateral.connect(holder).mint(holder!, price * 10n ** 6n);

    // The price of one coin buys one coin's worth of tokens.
    const order = { token: "BTC1L", assets: price * 10n ** 6n, account: holder!.address, slippage: 0n };
    const { approval } = await prepareMint(system, order);
    await execute(approval!, holder!);
    await execute(await prepareMint(system, order), holder!);

    for (const next of [66_000n, 30_000n, 5_000n, 110_000n, 59_999n]) {
      await execute(await prepareFeedPrice(system, "BTC", next * 10n ** 8n), holder!);
      const token = await readToken(system, "BTC1L");
      expect(token.size).to.equal(WAD);
      expect(token.leverage).to.be.closeTo(WAD, 10n ** 9n);
      expect(token.equity).to.be.closeTo(next * 10n ** 6n, 1n);
      // All that is ever due is to mark its profit, once most of what the exchange has set aside for it is used up.
      const prepared = await prepareRebalance(system, "BTC1L");
      expect(prepared.status, String(next)).to.equal(next === 110_000n ? "due" : "not-due");
      if (prepared.status !== "due") continue;
      const { outcome } = await execute(prepared, holder!);
      expect(outcome).to.include({ action: "Trade", reason: "Marking", sizeDelta: 0n, cost: 0n, tip: 0n, size: WAD });
    }
  });
});
