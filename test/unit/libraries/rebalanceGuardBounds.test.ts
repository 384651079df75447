import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { codeReturning, encoded, MAINTENANCE, MOST_TIPS, POLICY, readingOf } from "../../support/libraries/guarded.js";
import { NOW, quietCase, type Case, type Decision } from "../../support/libraries/rebalances.js";
import { DAY, WAD, wad } from "../../support/numbers.js";
import { policyOf } from "../../support/options.js";
import { Action, Blocker, Reason } from "../../support/outcomes.js";

const { ethers, networkHelpers } = await connect();
const guard = await ethers.deployContract("RebalanceGuardHarness");

const DOLLAR = 1_000_000n;
/** Noon of a day in the year 2100. */
const TODAY = 4_102_488_000n;
await networkHelpers.time.increaseTo(TODAY);

/** 1,000 dollars at 3x of 100-dollar coins, with bands at 2, 4 and 5. */
function fundOf(coins: bigint | string, parts: Partial<Case["fund"]> & Partial<Case["context"]> = {}): Case {
  const bands = policyOf({ lowerBand: wad(2) / 3n, upperBand: wad(4) / 3n, emergencyBand: wad("1.7") }, DOLLAR);
  const quiet = quietCase({ size: wad(coins.toString()), bands });
  return { ...quiet, fund: { ...quiet.fund, ...parts }, context: { ...quiet.context, ...parts } };
}

const TRADE: Decision = {
  action: Action.Trade,
  reason: Reason.Drift,
  blocker: Blocker.None,
  complete: true,
  sizeDelta: 0n,
  maxCost: 0n,
  tip: 0n,
  dueAt: NOW,
};

interface Guarded {
  readonly tipped?: bigint;
  readonly maintenance?: bigint;
}

async function decide(
  given: Case,
  answer: Partial<Decision>,
  { tipped = 0n, maintenance = MAINTENANCE }: Guarded = {},
) {
  await networkHelpers.setCode(POLICY, codeReturning(encoded({ ...TRADE, ...answer })));
  const reading = readingOf(given, { tipDay: TODAY / DAY, tipped });
  return guard.decide(reading, given.fund, { ...given.context, tipsLeft: MOST_TIPS - tipped }, maintenance);
}

async function expectAllowed(given: Case, answer: Partial<Decision>, guarded: Guarded = {}) {
  expect(await decide(given, answer, guarded)).to.deep.equal(Object.values({ ...TRADE, ...answer }));
}

async function expectRefused(given: Case, answer: Partial<Decision>, guarded: Guarded = {}) {
  const { action, blocker, sizeDelta, dueAt } = await decide(given, answer, guarded);
  expect([action, blocker, sizeDelta, dueAt]).to.deep.equal([Action.Blocked, Blocker.Policy, 0n, NOW]);
}

/** The same fund short. */
const mirrored = (given: Case): Case => ({
  ...given,
  target: -given.target,
  fund: { ...given.fund, size: -given.fund.size },
});

describe("RebalanceGuard: boundaries", function () {
  it("lets a trade pass target by 0.005 % and half a unit of equity, and no wei of a coin further, from either side", async function () {
    // 3,000 dollars, 15 cents of them and a unit and a half: of a coin 15 ten-thousandths and a half of 3 hundred-millionths.
    const most = wad("0.001500015");
    await expectAllowed(fundOf(28n), { sizeDelta: 2n * WAD + most });
    await expectRefused(fundOf(28n), { sizeDelta: 2n * WAD + most + 1n });
    await expectAllowed(fundOf(32n), { sizeDelta: -2n * WAD - most });
    await expectRefused(fundOf(32n), { sizeDelta: -2n * WAD - most - 1n });
    await expectAllowed(mirrored(fundOf(32n)), { sizeDelta: 2n * WAD + most });
    await expectRefused(mirrored(fundOf(32n)), { sizeDelta: 2n * WAD + most + 1n });
  });

  it("lets none start from as near, so that no policy trades to and fro for ever", async function () {
    const most = wad("0.001500015");
    const held = (size: bigint) => {
      const given = fundOf(30n);
      return { ...given, fund: { ...given.fund, size } };
    };
    await expectRefused(held(30n * WAD + most), { sizeDelta: -most });
    await expectAllowed(held(30n * WAD + most + 1n), { sizeDelta: -most });
    await expectRefused(held(30n * WAD - most), { sizeDelta: most });
    await expectAllowed(held(30n * WAD - most - 1n), { sizeDelta: most });
    await expectRefused(mirrored(held(30n * WAD + most)), { sizeDelta: most });
    await expectAllowed(mirrored(held(30n * WAD + most + 1n)), { sizeDelta: most });
  });

  it("takes target from what the trade's cost leaves of equity", async function () {
    // 1 % of 200 dollars: 3 (1,000 - 2) = 2,994, and 15 cents.
    const curve = { fee: wad("0.01"), skew: 0n, depth: 0n };
    await expectRefused(fundOf(28n, { curve }), { sizeDelta: 2n * WAD });
    await expectAllowed(fundOf(28n, { curve }), { sizeDelta: wad("1.9") });
  });

  it("lets no trade go away from target", async function () {
    await expectRefused(fundOf(32n), { sizeDelta: WAD });
    await expectRefused(fundOf(28n), { sizeDelta: -WAD });
    await expectRefused(mirrored(fundOf(32n)), { sizeDelta: -WAD });
  });

  it("lets a reduction close the whole position where equity is gone in the cost of it, and never more", async function () {
    const given = fundOf(45n, { curve: { fee: wad("0.3"), skew: 0n, depth: 0n } });
    await expectAllowed(given, { sizeDelta: -45n * WAD });
    await expectRefused(given, { sizeDelta: -45n * WAD - 1n });
  });

  it("bounds cost by a fifth of the notional, and a unit", async function () {
    await expectAllowed(fundOf(28n), { sizeDelta: WAD, maxCost: 20n * DOLLAR + 1n });
    await expectRefused(fundOf(28n), { sizeDelta: WAD, maxCost: 20n * DOLLAR + 2n });
    await expectRefused(fundOf(28n), { sizeDelta: WAD, maxCost: 2n ** 256n - 1n });
  });

  it("refuses sizes beyond all the money there is, without an error", async function () {
    const curve = { fee: wad("0.001"), skew: 0n, depth: 10n ** 27n };
    for (const sizeDelta of [10n ** 36n, 2n ** 127n, 2n ** 128n, 2n ** 255n - 1n]) {
      await expectRefused(fundOf(28n, { curve }), { sizeDelta });
      await expectRefused(fundOf(32n, { curve }), { sizeDelta: -sizeDelta });
    }
    await expectRefused(fundOf(32n, { curve }), { sizeDelta: -(2n ** 255n) });
  });

  it("lets one trade be done a second, marking counted, and what is none be said", async function () {
    const just = fundOf(28n, { rebalancedAt: NOW });
    await expectRefused(just, { sizeDelta: 2n * WAD });
    await expectRefused(just, { reason: Reason.Marking });
    await expectAllowed(just, { action: Action.None });
    await expectAllowed(just, { action: Action.Blocked, blocker: Blocker.Cost });
    await expectAllowed(fundOf(28n, { rebalancedAt: NOW - 1n }), { sizeDelta: 2n * WAD });
  });

  it("lets marking be, with nothing to pay for it", async function () {
    await expectAllowed(fundOf(30n), { reason: Reason.Marking });
    await expectRefused(fundOf(30n), { reason: Reason.Marking, tip: 1n });
  });

  it("lets a policy wait and say what blocks, but neither settle nor block for no reason", async function () {
    await expectAllowed(fundOf(28n), { action: Action.None, dueAt: NOW + DAY });
    await expectAllowed(fundOf(28n), { action: Action.Blocked, blocker: Blocker.Cost, sizeDelta: WAD });
    await expectRefused(fundOf(28n), { action: Action.Blocked });
    await expectRefused(fundOf(28n), { action: Action.Settle });
  });

  describe("a tip", function () {
    // 52 coins are 5.2x, beyond the emergency band of 5.1 and within the hard one of 6.375.
    const given = fundOf(52n);
    const sizeDelta = -10n * WAD;

    it("is at most 2 % of equity a day, those paid before counted", async function () {
      await expectAllowed(given, { sizeDelta, tip: 20n * DOLLAR });
      await expectRefused(given, { sizeDelta, tip: 20n * DOLLAR + 1n });
      await expectAllowed(given, { sizeDelta, tip: 5n * DOLLAR }, { tipped: wad("0.015") });
      await expectRefused(given, { sizeDelta, tip: 5n * DOLLAR + 1n }, { tipped: wad("0.015") });
      await expectRefused(given, { sizeDelta, tip: 1n }, { tipped: wad("0.02") });
      await expectAllowed(given, { sizeDelta }, { tipped: wad("0.02") });
    });

    it("is at most 4 % of the notional closed", async function () {
      await expectAllowed(given, { sizeDelta: -WAD, tip: 4n * DOLLAR });
      await expectRefused(given, { sizeDelta: -WAD, tip: 4n * DOLLAR + 1n });
    });

    it("is for reductions beyond the emergency band alone", async function () {
      await expectRefused(fundOf(51n), { sizeDelta, tip: 1n });
      await expectAllowed(fundOf("51.00000000000000001"), { sizeDelta, tip: 1n });
      await expectRefused(fundOf(28n), { sizeDelta: WAD, tip: 1n });
      await expectRefused(given, { sizeDelta, tip: 2n ** 256n - 1n });
    });
  });

  describe("beyond the hard band", function () {
    const waiting = { action: Action.None, reason: Reason.None, complete: false };
    // 5/4 of 5.1 is 6.375; 13.3 at a distance of 5 % from liquidation is further.
    const beyond = fundOf("63.75000000000000001");
    const gap = wad("33.75000000000000001");
    const own = (sizeDelta: bigint, complete = true) => [
      Action.Trade,
      Reason.Emergency,
      Blocker.None,
      complete,
      sizeDelta,
      // A fifth of 3,375 dollars.
      675n * DOLLAR,
      0n,
      NOW,
    ];

    it("reduces by itself to target where the policy waits, blocks, marks or asks for what is not allowed", async function () {
      await expectAllowed(fundOf("63.75"), waiting);
      const answers: Partial<Decision>[] = [
        waiting,
        { action: Action.Blocked, blocker: Blocker.Cost },
        { reason: Reason.Marking },
        { action: Action.Settle },
      ];
      for (const answer of [...answers, { sizeDelta: WAD }]) {
        expect(await decide(beyond, answer)).to.deep.equal(own(-gap));
      }
      for (const answer of [...answers, { sizeDelta: -WAD }]) {
        expect(await decide(mirrored(beyond), answer)).to.deep.equal(own(gap));
      }
    });

    it("is complete where its own cost leaves it within 0.1 % of target, and unfinished from the next unit on", async function () {
      // Of 1,000 dollars 0.999 may be lost: 3,000 is 0.1 % above three times 999.001. It is 0.0296 % of 3,375.
      const charging = (given: Case, fee: bigint) => ({
        ...given,
        fund: { ...given.fund, curve: { fee, skew: 0n, depth: 0n } },
      });
      const most = wad("0.000296") - 1n;
      expect(await decide(charging(beyond, most), waiting)).to.deep.equal(own(-gap));
      expect(await decide(charging(beyond, most + 1n), waiting)).to.deep.equal(own(-gap, false));
      expect(await decide(charging(mirrored(beyond), most), waiting)).to.deep.equal(own(gap));
      expect(await decide(charging(mirrored(beyond), most + 1n), waiting)).to.deep.equal(own(gap, false));
      // Where all equity is lost, too.
      expect(await decide(charging(beyond, WAD), waiting)).to.deep.equal(own(-gap, false));
    });

    it("leaves it to a policy that closes a hundredth of the gap, and takes over from one that closes less", async function () {
      // Of 3,375 dollars and a little: 33.75 and a little.
      const least = -wad("0.3375") - 1n;
      await expectAllowed(beyond, { sizeDelta: least, complete: false });
      expect(await decide(beyond, { sizeDelta: least + 1n })).to.deep.equal(own(-gap));
      await expectAllowed(mirrored(beyond), { sizeDelta: -least, complete: false });
    });

    it("takes over from a policy that bounds the cost below what the venue charges", async function () {
      const charged = { ...beyond, fund: { ...beyond.fund, curve: { fee: wad("0.001"), skew: 0n, depth: 0n } } };
      await expectAllowed(charged, { sizeDelta: -WAD, maxCost: DOLLAR / 10n });
      expect(await decide(charged, { sizeDelta: -WAD, maxCost: DOLLAR / 10n - 1n })).to.deep.equal(own(-gap, false));
    });

    it("lies where a move of 5 % leads to liquidation, if that is nearer", async function () {
      const at = async (given: Case, maintenance: bigint) => (await decide(given, waiting, { maintenance })).action;
      // 1 / (0.05 + 0.12 * 0.95) = 6.0975... of a long, and 1 / (0.05 + 0.12 * 1.05) = 5.6818... of a short.
      const margin = wad("0.12");
      expect(await at(fundOf("60.97"), margin)).to.equal(Action.None);
      expect(await at(fundOf("60.98"), margin)).to.equal(Action.Trade);
      expect(await at(mirrored(fundOf("56.81")), margin)).to.equal(Action.None);
      expect(await at(mirrored(fundOf("56.82")), margin)).to.equal(Action.Trade);
    });

    it("is never within the target, however high the venue's margin", async function () {
      // 1 / (0.05 + 0.475) = 1.9 is less than the target of 3.
      await expectAllowed(fundOf(30n), waiting, { maintenance: WAD / 2n });
      await expectAllowed(fundOf(25n), waiting, { maintenance: WAD / 2n });
      const { action, sizeDelta } = await decide(fundOf(31n), waiting, { maintenance: WAD / 2n });
      expect([action, sizeDelta]).to.deep.equal([Action.Trade, -WAD]);
    });

    it("goes as far as the venue does, and is blocked where that is nothing or less than it takes", async function () {
      const cut = await decide({ ...beyond, context: { ...beyond.context, maxReduction: WAD } }, waiting);
      expect([cut.action, cut.complete, cut.sizeDelta, cut.maxCost]).to.deep.equal([
        Action.Trade,
        false,
        -WAD,
        20n * DOLLAR,
      ]);
      for (const room of [{ maxReduction: 0n }, { maxReduction: WAD, minReduction: WAD + 1n }]) {
        const { action, blocker } = await decide({ ...beyond, context: { ...beyond.context, ...room } }, waiting);
        expect([action, blocker]).to.deep.equal([Action.Blocked, Blocker.Reduction]);
      }
    });

    it("waits for the next second after a rebalance, and leaves a fund alone that is too small", async function () {
      const just = { ...beyond, context: { ...beyond.context, rebalancedAt: NOW } };
      const { action, dueAt } = await decide(just, waiting);
      expect([action, dueAt]).to.deep.equal([Action.None, NOW + 1n]);
      const small = { ...beyond, fund: { ...beyond.fund, equity: 1_999n * beyond.fund.unit } };
      await expectAllowed(small, waiting);
    });
  });

  describe("a policy that misbehaves", function () {
    const answer = async (code: string, overrides = {}) => {
      await networkHelpers.setCode(POLICY, code);
      const given = fundOf(28n);
      return guard.decide(readingOf(given), given.fund, given.context, MAINTENANCE, overrides);
    };
    const words = (...values: bigint[]) =>
      codeReturning(
        ethers.AbiCoder.defaultAbiCoder().encode(
          values.map(() => "uint256"),
          values,
        ),
      );

    async function expectNoAnswer(code: string) {
      const { action, blocker } = await answer(code);
      expect([action, blocker]).to.deep.equal([Action.Blocked, Blocker.Policy]);
    }

    it("blocks where it reverts, burns its gas or returns too little", async function () {
      await expectNoAnswer("0x60006000fd");
      await expectNoAnswer("0xfe");
      await expectNoAnswer("0x5b600056"); // jumps to where it began
      await expectNoAnswer(words(0n, 0n, 0n, 0n, 0n, 0n, 0n));
      await expectNoAnswer("0x");
    });

    it("blocks where a word is no action, reason, blocker or truth", async function () {
      const none: readonly bigint[] = [0n, 0n, 0n, 0n, 0n, 0n, 0n, NOW];
      expect((await answer(words(...none))).action).to.equal(Action.None);
      expect((await answer(words(0n, 5n, 6n, 1n, 0n, 0n, 0n, NOW))).action).to.equal(Action.None);
      for (const [index, beyond] of [4n, 6n, 7n, 2n].entries()) {
        await expectNoAnswer(words(...none.with(index, beyond)));
        await expectNoAnswer(words(...none.with(index, 2n ** 256n - 1n)));
      }
    });

    it("is not listened to beyond a decision's words", async function () {
      expect((await answer(words(0n, 0n, 0n, 0n, 0n, 0n, 0n, NOW, 9n, 9n))).dueAt).to.equal(NOW);
    });

    it("is not said to fail to answer by a call that brings too little gas, and may answer with less", async function () {
      const gasLimit = 320_000n;
      expect((await answer(words(0n, 0n, 0n, 0n, 0n, 0n, 0n, NOW), { gasLimit })).dueAt).to.equal(NOW);
      const needed = (300_000n * 64n) / 63n + 10_000n;
      await expect(answer("0x5b600056", { gasLimit }))
        .to.be.revertedWithCustomError(guard, "RebalanceGuard_InsufficientGas")
        .withArgs((available: bigint) => available < needed, needed);
    });
  });
});
