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
  it("is equal to the coin itself as its price moves, without a rebalance", async function () {
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

    // At +83 % the exchange should mark its profit, for which nothing is traded.
    for (const [next, status] of [
      [66_000n, "not-due"],
      [30_000n, "not-due"],
      [5_000n, "not-due"],
      [110_000n, "due"],
      [59_999n, "not-due"],
    ] as const) {
      await execute(await prepareFeedPrice(system, "BTC", next * 10n ** 8n), holder!);
      const token = await readToken(system, "BTC1L");
      expect(token.size).to.equal(WAD);
      expect(token.leverage).to.be.closeTo(WAD, 10n ** 9n);
      expect(token.equity).to.be.closeTo(next * 10n ** 6n, 1n);
      expect((await prepareRebalance(system, "BTC1L")).status).to.equal(status);
    }
  });
});
