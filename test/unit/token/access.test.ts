import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, redeem } from "../../support/actions.js";
import { expectRefusal } from "../../support/expectations.js";
import { DAY } from "../../support/numbers.js";
import { deployForTest, type System } from "../../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

const FEES = { managementPpmPerYear: 0n, mintPpm: 2_000n, redeemPpm: 2_000n };
const LIMITS = { capacity: 1n, maxTrade: 1_000n };

describe("LeveragedToken: access", function () {
  async function openedFund() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 1_000n * system.unit);
    return system;
  }

  /** Every governed call of the factory, as `who` would make it. */
  function governed({ factory, token, venue, market, policy }: System) {
    const create = {
      venue,
      market,
      leverage: 0n,
      initialNav: 0n,
      policy,
      fees: FEES,
      limits: LIMITS,
    };
    return {
      create: (as: HardhatEthersSigner) => factory.connect(as).create(create),
      allowMarket: (as: HardhatEthersSigner) => factory.connect(as).allowMarket(venue, market, "X"),
      allowPolicy: (as: HardhatEthersSigner) => factory.connect(as).allowPolicy(policy, false),
      setFeeCollector: (as: HardhatEthersSigner) => factory.connect(as).setFeeCollector(as),
      setFees: (as: HardhatEthersSigner) => factory.connect(as).setFees(token, FEES),
      setLimits: (as: HardhatEthersSigner) => factory.connect(as).setLimits(token, LIMITS),
      unpauseMint: (as: HardhatEthersSigner) => factory.connect(as).unpauseMint(token),
      windDown: (as: HardhatEthersSigner) => factory.connect(as).windDown(token, 0n),
    };
  }

  for (const name of [
    "create",
    "allowMarket",
    "allowPolicy",
    "setFeeCollector",
    "setFees",
    "setLimits",
    "unpauseMint",
    "windDown",
  ] as const) {
    for (const who of ["guardian", "alice", "keeper", "collector"] as const) {
      it(`keeps ${name} from the ${who === "alice" ? "holder" : who}`, async function () {
        const system = await loadFixture(openedFund);
        const call = () => governed(system)[name](system[who]);
        const values = [system[who].address];
        await expectRefusal(system, call, system.factory, "AccessManagedUnauthorized", values);
      });
    }
  }

  for (const who of ["alice", "keeper", "collector"] as const) {
    it(`keeps pauseMint from the ${who === "alice" ? "holder" : who}`, async function () {
      const system = await loadFixture(openedFund);
      const call = () => system.factory.connect(system[who]).pauseMint(system.token);
      const values = [system[who].address];
      await expectRefusal(system, call, system.factory, "AccessManagedUnauthorized", values);
    });
  }

  it("lets the guardian pause minting, and only the governor unpause it", async function () {
    const system = await loadFixture(openedFund);
    const { factory, token, guardian, carol } = system;
    await expect(factory.connect(guardian).pauseMint(token)).to.emit(token, "MintPausedSet").withArgs(true);
    expect(await token.maxDeposit(carol)).to.equal(0n);
    await expect(factory.unpauseMint(token)).to.emit(token, "MintPausedSet").withArgs(false);
    await deposit(system, carol, system.unit);
  });

  it("lets holders redeem while minting is paused", async function () {
    const system = await loadFixture(openedFund);
    await system.factory.connect(system.guardian).pauseMint(system.token);
    await redeem(system, system.alice);
    expect(await system.collateral.balanceOf(system.alice)).to.be.above(990n * system.unit);
  });

  it("makes the governor wait where the manager says so", async function () {
    const system = await loadFixture(openedFund);
    const { manager, factory, token, bob, governor } = system;
    await manager.connect(governor).grantRole(7n, bob, 2n * DAY);
    await manager
      .connect(governor)
      .setTargetFunctionRole(factory, [factory.interface.getFunction("windDown").selector], 7n);
    const call = () => factory.connect(bob).windDown(token, 0n);
    await expectRefusal(system, call, manager, "AccessManagerNotScheduled");
    const data = factory.interface.encodeFunctionData("windDown", [await token.getAddress(), 0n]);
    await manager.connect(bob).schedule(factory, data, 0n);
    await expectRefusal(system, call, manager, "AccessManagerNotReady");
    await time.increase(2n * DAY);
    await system.feed.setAnswer((await system.feed.latestRoundData()).answer);
    await expect(call()).to.emit(token, "Settled");
  });

  it("takes governance from the factory alone", async function () {
    const system = await loadFixture(openedFund);
    const { token, governor } = system;
    const calls = [
      () => token.connect(governor).setFees(FEES),
      () => token.connect(governor).setLimits(LIMITS),
      () => token.connect(governor).setMintPaused(true),
      () => token.connect(governor).windDown(0n),
    ];
    for (const call of calls) {
      await expectRefusal(system, call, token, "LeveragedToken_Unauthorized", [governor.address]);
    }
  });

  it("lets nobody but the venue collect margin, and the venue only while a mint is under way", async function () {
    const system = await loadFixture(openedFund);
    const { token, alice, venue } = system;
    await system.collateral.connect(alice).approve(token, ethers.MaxUint256);
    await system.collateral.mint(alice, 100n);
    await expectRefusal(system, () => token.connect(alice).payMargin(1n), token, "LeveragedToken_Unauthorized", [
      alice.address,
    ]);
    await networkHelpers.impersonateAccount(await venue.getAddress());
    await networkHelpers.setBalance(await venue.getAddress(), 10n ** 18n);
    const asVenue = await ethers.getSigner(await venue.getAddress());
    await expectRefusal(system, () => token.connect(asVenue).payMargin(1n), token, "LeveragedToken_Unauthorized", [
      asVenue.address,
    ]);
  });

  it("knows its own tokens only", async function () {
    const system = await loadFixture(openedFund);
    const { factory, venue, guardian } = system;
    const stranger = await venue.getAddress();
    const calls = [
      () => factory.setFees(stranger, FEES),
      () => factory.setLimits(stranger, LIMITS),
      () => factory.connect(guardian).pauseMint(stranger),
      () => factory.unpauseMint(stranger),
      () => factory.windDown(stranger, 0n),
    ];
    for (const call of calls) await expectRefusal(system, call, factory, "Factory_UnknownToken", [stranger]);
  });

  it("keeps venue controls from everyone but its manager's governor", async function () {
    const system = await loadFixture(openedFund);
    const { venue, market, alice } = system;
    const asAlice = venue.connect(alice);
    const calls = [
      () => asAlice.setScenario(market, true, false, 0n),
      () => asAlice.setBaseFunding(market, 0n),
      () => asAlice.setOpenInterestCap(market, 0n),
    ];
    for (const call of calls) {
      await expectRefusal(system, call, venue, "AccessManagedUnauthorized", [alice.address]);
    }
  });
});
