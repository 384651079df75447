import { expect } from "chai";
import { concat, toBeHex, zeroPadValue } from "ethers";
import { connect } from "../../support/connect.js";
import { wad } from "../../support/numbers.js";
import {
  addMarkets,
  addressesOf,
  deployWithUpkeep,
  dueOf,
  encodePage,
  decodePerformData,
  Outcome,
  perform,
} from "../../support/upkeep.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

const Fault = { None: 0n, Burn: 1n, Revert: 2n } as const;

describe("RebalanceUpkeep among hostile oracles and venues", function () {
  /** Three emergencies; the one in the middle is hostile. */
  async function oneHostile() {
    const system = await deployWithUpkeep(connection);
    const markets = await addMarkets(system, 3);
    for (const { oracle } of markets) await oracle.setPrice(wad(80));
    const [first, hostile, last] = markets;
    return { ...system, first: first!, hostile: hostile!, last: last!, markets };
  }

  for (const [what, fault, padding] of [
    ["burns all the gas it is given", Fault.Burn, 0n],
    ["reverts with nothing", Fault.Revert, 0n],
    ["reverts with ten thousand bytes", Fault.Revert, 10_000n],
    ["reverts with as many bytes as its gas pays for", Fault.Revert, 60_000n],
  ] as const) {
    it(`checks and performs the others where an oracle ${what}`, async function () {
      const system = await loadFixture(oneHostile);
      const { first, hostile, last } = system;
      await hostile.oracle.setFault(fault, "0x", padding);
      const [a, b, c] = await addressesOf([first.token, hostile.token, last.token]);
      expect(await dueOf(system)).to.have.members([a, c]);
      const { outcomes, reasons } = await perform(system, [a!, b!, c!]);
      expect(outcomes).to.deep.equal([Outcome.Done, Outcome.Failed, Outcome.Done]);
      expect(ethers.dataLength(reasons[1]!)).to.be.at.most(132);
    });
  }

  it("records of a long reason its selector and four words", async function () {
    const system = await loadFixture(oneHostile);
    const { hostile } = system;
    const words = [1n, 2n, 3n, 4n, 5n].map((value) => zeroPadValue(toBeHex(value), 32));
    await hostile.oracle.setFault(Fault.Revert, concat(["0x12345678", ...words]), 0n);
    const { reasons } = await perform(system, [hostile.token]);
    expect(reasons).to.deep.equal([concat(["0x12345678", ...words.slice(0, 4)])]);
  });

  it("keeps a reason shorter than a selector as it is", async function () {
    const system = await loadFixture(oneHostile);
    await system.hostile.oracle.setFault(Fault.Revert, "0x12", 0n);
    const { outcomes, reasons } = await perform(system, [system.hostile.token]);
    expect([outcomes, reasons]).to.deep.equal([[Outcome.Failed], ["0x12"]]);
  });

  it("finds a settled token not due, whatever its oracle does", async function () {
    const system = await loadFixture(oneHostile);
    const { hostile, factory } = system;
    await factory.windDown(hostile.token, 0n);
    await hostile.oracle.setFault(Fault.Burn, "0x", 0n);
    expect((await perform(system, [hostile.token])).outcomes).to.deep.equal([Outcome.NotDue]);
  });

  it("does not let whoever a venue calls back have tokens left alone", async function () {
    const system = await loadFixture(oneHostile);
    const { upkeep, venue, collateral, first, carol } = system;
    const trader = await ethers.deployContract("CallbackTrader", [venue]);
    await collateral.mint(trader, 1_000n);
    const token = await first.token.getAddress();
    const call = upkeep.interface.encodeFunctionData("perform", [[token], carol.address]);
    await expect(trader.addMargin(first.market, 1_000n, upkeep, call, { gasLimit: 5_000_000n }))
      .to.emit(upkeep, "AttemptFailed")
      .withArgs(token, upkeep.interface.encodeErrorResult("ReentrancyGuardReentrantCall"));
    const { failures, retryAt } = await upkeep.records(token);
    expect([failures, retryAt]).to.deep.equal([0n, 0n]);
    expect((await perform(system, [token])).outcomes).to.deep.equal([Outcome.Done]);
  });

  it("looks at another part of a page in each block where hostile tokens use up the gas of a check", async function () {
    const system = await loadFixture(oneHostile);
    const { upkeep, keeper, hostile, first, last } = system;
    await hostile.oracle.setFault(Fault.Burn, "0x", 0n);
    // Enough for two of the four.
    const seen = new Set<string>();
    const target = await first.token.getAddress();
    let missed = 0;
    for (let block = 0; block < 40; block++) {
      const [, performData] = await upkeep.checkUpkeep(encodePage(0, 100, keeper.address), { gasLimit: 650_000n });
      const { tokens } = decodePerformData(performData);
      if (!tokens.includes(target)) missed++;
      tokens.forEach((token) => seen.add(token));
      await networkHelpers.mine();
    }
    expect(missed).to.be.above(0);
    expect([...seen]).to.have.members(await addressesOf([first.token, last.token]));
  });
});
