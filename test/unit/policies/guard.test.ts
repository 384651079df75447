import { expect } from "chai";
import { AbiCoder } from "ethers";
import { deposit, move } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { expectBooksToBalance, expectClose } from "../../support/expectations.js";
import { fundOf } from "../../support/expected.js";
import { wad, WAD } from "../../support/numbers.js";
import { Action, Blocker, Reason } from "../../support/outcomes.js";
import { createToken, deployForTest } from "../../support/system.js";
import { NO_CARRY } from "../../support/venue.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

const Manner = { Answer: 0n, Revert: 1n, Burn: 2n } as const;

/** A decision word by word, so that it may be one that no contract could encode. */
interface Answer {
  action?: bigint;
  reason?: bigint;
  blocker?: bigint;
  complete?: bigint;
  sizeDelta?: bigint;
  maxCost?: bigint;
  tip?: bigint;
  dueAt?: bigint;
}

function encode(answer: Answer): string {
  const { action = Action.Trade, reason = Reason.Drift, blocker = 0n, complete = 1n } = answer;
  const { sizeDelta = 0n, maxCost = 0n, tip = 0n, dueAt = 0n } = answer;
  const types = ["uint256", "uint256", "uint256", "uint256", "int256", "uint256", "uint256", "uint256"];
  const words = [action, reason, blocker, complete, sizeDelta, maxCost, tip, dueAt];
  return AbiCoder.defaultAbiCoder().encode(types, words);
}

describe("LeveragedToken: a policy that answers anything", function () {
  /** 10,000 units at 3x of a price of 50,000: 0.6 of the base asset. Minted until 4.5x, hard band at 5.625x. */
  async function opened() {
    const system = await deployForTest(connection, { leverage: wad(1), market: NO_CARRY });
    const anything = await ethers.deployContract("AnythingPolicy");
    await anything.set(Manner.Answer, encode({ action: Action.None }));
    await system.factory.allowPolicy(anything, true);
    const token = await createToken(system, wad(3), anything);
    await deposit(system, system.alice, 10_000n * system.unit, token);
    return { ...system, token, anything };
  }
  type Opened = Awaited<ReturnType<typeof opened>>;

  async function at(change: string) {
    const system = await loadFixture(opened);
    await move(system, wad(change));
    return system;
  }

  /** The call takes note, and neither position nor anybody's money has moved. */
  async function expectRefused(system: Opened) {
    const { token, keeper, collateral } = system;
    const before = await fundOf(system);
    const { action, blocker, sizeDelta, maxCost, tip } = await token.previewRebalance();
    expect([action, blocker]).to.deep.equal([Action.Blocked, Blocker.Policy]);
    expect([sizeDelta, maxCost, tip]).to.deep.equal([0n, 0n, 0n]);
    const since = (value: bigint) => value > 0n;
    await expect(token.connect(keeper).rebalance())
      .to.emit(token, "RebalanceBlocked")
      .withArgs(Reason.None, Blocker.Policy, 0n, 0n, since);
    const after = await fundOf(system);
    expect([after.size, after.equity]).to.deep.equal([before.size, before.equity]);
    expect(await collateral.balanceOf(keeper)).to.equal(0n);
  }

  /** 20 % of 0.01 at 52,500 and its unit of rounding. */
  const MOST = 105_000_001n;
  const size = wad("0.01");

  describe("is not obeyed", function () {
    for (const [name, manner, data] of [
      ["where it says nothing", Manner.Answer, "0x"],
      ["where it says too little", Manner.Answer, encode({ sizeDelta: size, maxCost: MOST }).slice(0, -2)],
      ["where it reverts, with a decision as its error too", Manner.Revert, encode({ sizeDelta: size, maxCost: MOST })],
      ["where it burns all its gas", Manner.Burn, "0x"],
      ["in an action that does not exist", Manner.Answer, encode({ action: 4n })],
      ["for a reason that does not exist", Manner.Answer, encode({ reason: 6n, sizeDelta: size, maxCost: MOST })],
      ["where it names a blocker that does not exist", Manner.Answer, encode({ action: Action.Blocked, blocker: 7n })],
      ["where it is neither complete nor not", Manner.Answer, encode({ complete: 2n, sizeDelta: size, maxCost: MOST })],
      ["where it is blocked by nothing", Manner.Answer, encode({ action: Action.Blocked })],
      ["in settling the fund", Manner.Answer, encode({ action: Action.Settle })],
      ["away from target", Manner.Answer, encode({ sizeDelta: -size, maxCost: MOST })],
      ["at more than a fifth of the notional", Manner.Answer, encode({ sizeDelta: size, maxCost: MOST + 1n })],
      ["in tipping an increase", Manner.Answer, encode({ sizeDelta: size, maxCost: MOST, tip: 1n })],
      ["in tipping a trade of nothing", Manner.Answer, encode({ tip: 1n })],
      ["in sizes beyond arithmetic", Manner.Answer, encode({ sizeDelta: 2n ** 255n - 1n })],
      ["in the smallest number there is", Manner.Answer, encode({ sizeDelta: -(2n ** 255n) })],
      ["in costs beyond arithmetic", Manner.Answer, encode({ sizeDelta: size, maxCost: 2n ** 200n })],
    ] as const) {
      it(name, async function () {
        const system = await at("0.05");
        await system.anything.set(manner, data);
        await expectRefused(system);
      });
    }

    it("past target, up and down", async function () {
      for (const [change, past] of [
        ["0.05", 1],
        ["-0.05", -1],
      ] as const) {
        const system = await at(change);
        const { size: held, price, equity } = await fundOf(system);
        // A hundredth of target beyond it: ten times what a venue's cost may differ by.
        const target = (3n * equity * WAD * BigInt(100 + past)) / price / 100n;
        const answer = { sizeDelta: target - held, maxCost: 10n * system.unit };
        await system.anything.set(Manner.Answer, encode(answer));
        await expectRefused(system);
      }
    });

    it("in a tip where leverage is within the emergency band", async function () {
      const system = await at("-0.12");
      await system.anything.set(Manner.Answer, encode({ sizeDelta: -size, maxCost: 10n * system.unit, tip: 1n }));
      await expectRefused(system);
    });

    it("in a tip above a twenty-fifth of what it closes", async function () {
      // 0.01 at 41,500: 4 % are 16.6.
      const system = await at("-0.17");
      const answer = { sizeDelta: -wad("0.01"), maxCost: 10n * system.unit };
      await system.anything.set(Manner.Answer, encode({ ...answer, tip: 16_600_001n }));
      await expectRefused(system);
      await system.anything.set(Manner.Answer, encode({ ...answer, tip: 16_600_000n }));
      expect((await system.token.previewRebalance()).action).to.equal(Action.Trade);
    });

    it("in tips above a fiftieth of equity a day", async function () {
      const system = await at("-0.17");
      const { token, keeper, collateral, anything } = system;
      const { equityDown } = await fundOf(system);
      const answer = { sizeDelta: -wad("0.06"), maxCost: 10n * system.unit };
      await anything.set(Manner.Answer, encode({ ...answer, tip: equityDown / 50n + 1n }));
      await expectRefused(system);
      await anything.set(Manner.Answer, encode({ ...answer, tip: equityDown / 100n }));
      await token.connect(keeper).rebalance();
      expect(await collateral.balanceOf(keeper)).to.equal(equityDown / 100n);
      // The rest of the day's, but for what equity has become less.
      await move(system, wad("-0.04"));
      await anything.set(Manner.Answer, encode({ ...answer, tip: equityDown / 100n }));
      expect((await token.previewRebalance()).blocker).to.equal(Blocker.Policy);
    });
  });

  it("is obeyed in what the token allows, and says the reason", async function () {
    const system = await at("0.05");
    const { token, anything } = system;
    const before = await fundOf(system);
    await anything.set(Manner.Answer, encode({ sizeDelta: size, maxCost: MOST, complete: 0n }));
    await expect(token.rebalance()).to.emit(token, "Rebalanced");
    expect((await fundOf(system)).size).to.equal(before.size + size);
    expect((await token.state()).phase).to.equal(1n);
    await expectBooksToBalance(system);
  });

  it("keeps nobody from minting, redeeming and winding down", async function () {
    const system = await at("0.05");
    const { token, anything, factory, alice, bob, unit } = system;
    await anything.set(Manner.Burn, "0x");
    await deposit(system, bob, 1_000n * unit, token);
    await token.connect(bob)["redeem(uint256,address,address)"](await token.balanceOf(bob), bob, bob);
    await factory.windDown(token, 0n);
    await token.connect(alice)["redeem(uint256,address,address)"](await token.balanceOf(alice), alice, alice);
    expect(await system.collateral.balanceOf(alice)).to.be.above(11_000n * unit);
  });

  it("is not taken for silent where the call brings it too little gas", async function () {
    const system = await at("0.05");
    const { token, anything, keeper } = system;
    await anything.set(Manner.Burn, "0x");
    const blockerKnown = async () => (await token.reading()).rebalancing.blocker;
    let refused = 0;
    for (let gasLimit = 200_000n; (await blockerKnown()) === Blocker.None; gasLimit += 20_000n) {
      await token
        .connect(keeper)
        .rebalance({ gasLimit })
        .catch(() => (refused += 1));
    }
    // 300,000 for the policy, and what the token has used until then.
    expect(refused).to.be.at.least(6);
    expect(await blockerKnown()).to.equal(Blocker.Policy);
  });

  describe("beyond the hard band, where the token reduces by itself", function () {
    for (const [name, manner, answer] of [
      ["cannot stop it by burning gas", Manner.Burn, {}],
      ["cannot stop it by silence", Manner.Answer, { action: Action.None }],
      ["cannot stop it by a blocker", Manner.Answer, { action: Action.Blocked, blocker: Blocker.Cost }],
      ["cannot stop it by marking only", Manner.Answer, { reason: Reason.Marking }],
      ["cannot stop it by a trade too small to help", Manner.Answer, { sizeDelta: -1n, maxCost: 1n }],
      ["cannot stop it by a bound that no trade keeps to", Manner.Answer, { sizeDelta: -wad("0.1") }],
    ] as const) {
      it(name, async function () {
        const system = await at("-0.19");
        const { token, anything, keeper, collateral } = system;
        expect(await token.leverage()).to.be.above(wad("5.625"));
        await anything.set(manner, encode(answer));
        const { action, reason, tip, complete } = await token.previewRebalance();
        expect([action, reason, tip, complete]).to.deep.equal([Action.Trade, Reason.Emergency, 0n, false]);
        await token.connect(keeper).rebalance();
        // But for the trade's own cost, 0.05 % of 11,400 on an equity of 4,285.
        expectClose(await token.leverage(), wad("3.004"), 0.001);
        expect(await collateral.balanceOf(keeper)).to.equal(0n);
        await expectBooksToBalance(system);
      });
    }

    it("is obeyed where it helps", async function () {
      const system = await at("-0.19");
      const { token, anything } = system;
      const before = await fundOf(system);
      await anything.set(Manner.Answer, encode({ sizeDelta: -wad("0.1"), maxCost: 10n * system.unit }));
      await token.rebalance();
      expect((await fundOf(system)).size).to.equal(before.size - wad("0.1"));
    });

    it("is not obeyed in going further away", async function () {
      const system = await at("-0.19");
      const { token, anything } = system;
      await anything.set(Manner.Answer, encode({ sizeDelta: wad("0.1"), maxCost: 10n * system.unit }));
      expect((await token.previewRebalance()).sizeDelta).to.be.below(0n);
    });
  });
});
