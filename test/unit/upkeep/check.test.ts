import { expect } from "chai";
import { Interface, ZeroAddress } from "ethers";
import { deposit, forward, move } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { expectClose } from "../../support/expectations.js";
import { DAY, wad } from "../../support/numbers.js";
import { createToken } from "../../support/system.js";
import {
  addMarkets,
  addMarket,
  addressesOf,
  decodePerformData,
  deployWithUpkeep,
  dueOf,
  encodePage,
  Outcome,
  perform,
} from "../../support/upkeep.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

describe("RebalanceUpkeep: checkUpkeep", function () {
  /** One empty token, and four open ones in markets of their own. */
  async function fourMarkets() {
    const system = await deployWithUpkeep(connection);
    return { ...system, markets: await addMarkets(system, 4) };
  }

  it("is what an automation service calls: the two selectors of Chainlink's interface", async function () {
    const { upkeep } = await loadFixture(fourMarkets);
    const published = new Interface([
      "function checkUpkeep(bytes calldata checkData) external returns (bool upkeepNeeded, bytes memory performData)",
      "function performUpkeep(bytes calldata performData) external",
    ]);
    for (const name of ["checkUpkeep", "performUpkeep"] as const) {
      expect(upkeep.interface.getFunction(name).selector).to.equal(published.getFunction(name)!.selector);
    }
    expect(published.getFunction("checkUpkeep")!.selector).to.equal("0x6e04ff0d");
    expect(published.getFunction("performUpkeep")!.selector).to.equal("0x4585e33b");
    const data = published.encodeFunctionData("checkUpkeep", ["0x"]);
    const answer = await ethers.provider.call({ to: upkeep, data });
    expect([...published.decodeFunctionResult("checkUpkeep", answer)][0]).to.be.false;
  });

  it("finds nothing among empty tokens and tokens on target", async function () {
    const system = await loadFixture(fourMarkets);
    expect(await dueOf(system)).to.deep.equal([]);
  });

  it("returns what is due, which performUpkeep then does with the very same data", async function () {
    const system = await loadFixture(fourMarkets);
    const { upkeep, keeper, markets } = system;
    await markets[1]!.oracle.setPrice(wad(80));
    await markets[3]!.oracle.setPrice(wad(85));
    const [isNeeded, performData] = await upkeep.checkUpkeep(encodePage(0, 100, keeper.address));
    expect(isNeeded).to.be.true;
    expect(decodePerformData(performData)).to.deep.equal({
      tokens: await addressesOf([markets[1]!.token, markets[3]!.token]),
      tipReceiver: keeper.address,
    });
    const performed = upkeep.performUpkeep(performData);
    for (const { token } of [markets[1]!, markets[3]!]) {
      await expect(performed).to.emit(upkeep, "Attempted").withArgs(token, Outcome.Done);
    }
    expect(await dueOf(system)).to.deep.equal([]);
  });

  it("puts the worst first: emergency, drift, chunks, schedule, and last what has nothing left to lose", async function () {
    const system = await loadFixture(fourMarkets);
    const { factory, alice, unit } = system;
    const chunked = await addMarket(system, "CHUNKED");
    await deposit(system, alice, 9_000n * unit, chunked.token);
    const [gone, scheduled, drifted, emergency] = system.markets;
    // A day later all are due by schedule; one of them can trade but a little at a time.
    await factory.setLimits(chunked.token, { capacity: 2n ** 32n - 1n, maxTrade: 1_000n });
    await forward(system, DAY);
    await chunked.oracle.setPrice(wad(110));
    await perform(system, [chunked.token]);
    expect((await chunked.token.state()).phase).to.equal(1n);
    await time.increase(61n);
    await gone!.oracle.setPrice(wad(50));
    await scheduled!.oracle.setPrice(wad(103));
    await drifted!.oracle.setPrice(wad(86));
    await emergency!.oracle.setPrice(wad(80));
    expect(await dueOf(system)).to.deep.equal(
      await addressesOf([emergency!.token, drifted!.token, chunked.token, scheduled!.token, gone!.token]),
    );
  });

  it("puts the one farther from its target first among equals, long or short, relative to the target", async function () {
    const system = await loadFixture(fourMarkets);
    const { markets } = system;
    const short = await addMarket(system, "SHORT", wad(-1));
    await markets[0]!.oracle.setPrice(wad(82)); // 3x long: 5.35x, 1.78 of target
    await markets[1]!.oracle.setPrice(wad(79)); // 6.4x, 2.1 of target
    await markets[2]!.oracle.setPrice(wad(80)); // 6x, 2 of target
    await short.oracle.setPrice(wad(132)); // 1x short: -1.94x
    expect(await dueOf(system)).to.deep.equal(
      await addressesOf([markets[1]!.token, markets[2]!.token, short.token, markets[0]!.token]),
    );
  });

  it("looks at the page its data names, and no further", async function () {
    const system = await loadFixture(fourMarkets);
    const { markets } = system;
    for (const { oracle } of markets) await oracle.setPrice(wad(80));
    // The registry's first token is the empty one.
    const all = await addressesOf(markets.map(({ token }) => token));
    for (const [offset, limit, expected] of [
      [0, 1, []],
      [0, 2, all.slice(0, 1)],
      [1, 2, all.slice(0, 2)],
      [3, 2, all.slice(2)],
      [4, 100, all.slice(3)],
      [5, 1, []],
      [1_000, 1_000, []],
      [2, 0, []],
    ] as const) {
      const due = await dueOf(system, encodePage(offset, limit, ZeroAddress));
      expect(due.sort(), `${String(offset)}, ${String(limit)}`).to.deep.equal([...expected].sort());
    }
    const beyond = ethers.AbiCoder.defaultAbiCoder().encode(
      ["uint256", "uint256", "address"],
      [ethers.MaxUint256, ethers.MaxUint256, ZeroAddress],
    );
    expect(await dueOf(system, beyond)).to.deep.equal([]);
    expect((await dueOf(system)).sort()).to.deep.equal([...all].sort());
  });

  it("takes the twenty worst of more", async function () {
    const system = await loadFixture(fourMarkets);
    const { alice, unit } = system;
    const tokens = [];
    for (let i = 0n; i < 24n; i++) {
      const token = await createToken(system, wad("2.99") - i * wad("0.02"));
      await deposit(system, alice, 100n * unit, token);
      tokens.push(token);
    }
    // Down 22 %: the higher the target, the farther from it, all in emergency.
    await move(system, wad("-0.22"));
    expect(await dueOf(system)).to.deep.equal(await addressesOf(tokens.slice(0, 20)));
    await perform(system, await dueOf(system));
    expect(await dueOf(system)).to.deep.equal(await addressesOf(tokens.slice(20)));
  });

  it("is not held up by tokens that are settled, empty, or without a price", async function () {
    const system = await loadFixture(fourMarkets);
    const { factory, markets } = system;
    const [settled, dead, , alive] = markets;
    await factory.windDown(settled!.token, 0n);
    await dead!.oracle.setFault(2n, "0x", 0n);
    await alive!.oracle.setPrice(wad(80));
    expect(await dueOf(system)).to.deep.equal(await addressesOf([alive!.token]));
  });

  it("names a halted token after what can trade, until the token has taken note, and again ten minutes later", async function () {
    const system = await loadFixture(fourMarkets);
    const { venue, markets } = system;
    const [halted, alive] = markets;
    const both = await addressesOf([alive!.token, halted!.token]);
    for (const { oracle } of [halted!, alive!]) await oracle.setPrice(wad(80));
    await venue.setScenario(halted!.market, true, false, 0n);
    expect(await dueOf(system)).to.deep.equal(both);
    expect((await perform(system, both)).outcomes).to.deep.equal([Outcome.Done, Outcome.Done]);
    expect(await dueOf(system)).to.deep.equal([]);
    expect((await perform(system, [halted!.token])).outcomes).to.deep.equal([Outcome.NotDue]);
    await time.increase(600n);
    expect(await dueOf(system)).to.deep.equal([both[1]]);
  });

  it("names what a policy leaves beyond the hard band, though that policy burns all it may", async function () {
    const system = await loadFixture(fourMarkets);
    const { factory, alice, unit } = system;
    const policy = await ethers.deployContract("AnythingPolicy");
    await factory.allowPolicy(policy, true);
    const token = await createToken(system, wad("2.9"), policy);
    await deposit(system, alice, 1_000n * unit, token);
    await policy.set(2n, "0x");
    await move(system, wad("-0.23"));
    expect(await dueOf(system)).to.deep.equal(await addressesOf([token]));
    expect((await perform(system, [token])).outcomes).to.deep.equal([Outcome.Done]);
    expect(await token.leverage()).to.be.within(wad("2.9"), wad("2.92"));
  });

  it("says of each token how urgent it is, and refuses to where there is no price", async function () {
    const system = await loadFixture(fourMarkets);
    const { upkeep, markets } = system;
    expect(await upkeep.urgencyOf(markets[0]!.token)).to.equal(0n);
    await markets[0]!.oracle.setPrice(wad(80)); // 6x: as far from target as target is from 0
    const urgency = await upkeep.urgencyOf(markets[0]!.token);
    expect(urgency >> 128n).to.equal(4n);
    expectClose(urgency & (2n ** 128n - 1n), wad(1), 1e-6);
    await markets[0]!.oracle.setFault(2n, "0x12345678", 0n);
    await expect(upkeep.urgencyOf(markets[0]!.token)).to.revert(ethers);
  });
});
