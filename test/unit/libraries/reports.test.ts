import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { amount } from "../../support/libraries/arbitrary.js";
import { ceil, ratio } from "../../support/libraries/rational.js";
import { reachingProperty } from "../../support/libraries/reach.js";
import { DAY, HOUR, max, WAD, wad } from "../../support/numbers.js";
import { Action, Blocker, Reason } from "../../support/outcomes.js";

const { ethers, networkHelpers } = await connect();
const reports = await ethers.deployContract("ReportsHarness");

/** Noon of a day in the year 2100: all calls are made in that block's second. */
const NOW = 4_102_488_000n;
await networkHelpers.time.increaseTo(NOW);
const TODAY = NOW / DAY;
const MINUTE = 60n;
/** {1} Of equity a day, WAD. */
const MOST_TIPS = wad("0.02");

const NOTHING_KNOWN = { maxTrade: 7n, blockedSince: 0n, blockedAt: 0n, blocker: Blocker.None, tipDay: 0n, tipped: 0n };
type Known = Record<keyof typeof NOTHING_KNOWN, bigint>;

const known = (parts: Partial<Known>): Known => ({ ...NOTHING_KNOWN, ...parts });
const blockedAt = (blockedAt: bigint, blocker: bigint = Blocker.Cost) =>
  known({ blockedSince: blockedAt - HOUR, blockedAt, blocker });

const decision = (action: bigint) => ({
  action,
  reason: Reason.Drift,
  blocker: action === Action.Blocked ? Blocker.Cost : Blocker.None,
  complete: true,
  sizeDelta: WAD,
  maxCost: 5n,
  tip: 3n,
  dueAt: NOW,
});

describe("Reports: what blocks", function () {
  it("is known for two hours after the last report, and for nothing without one", async function () {
    expect(await reports.isFresh(NOTHING_KNOWN)).to.be.false;
    expect(await reports.isFresh(blockedAt(NOW))).to.be.true;
    expect(await reports.isFresh(blockedAt(NOW - 2n * HOUR))).to.be.true;
    expect(await reports.isFresh(blockedAt(NOW - 2n * HOUR - 1n))).to.be.false;
  });

  it("is noted with the time it began, which later reports within two hours keep", async function () {
    const note = (before: Known, blocker: bigint) => reports.note(before, blocker);
    const first = { ...NOTHING_KNOWN, blockedSince: NOW, blockedAt: NOW, blocker: Blocker.Increase };
    expect(await note(NOTHING_KNOWN, Blocker.Increase)).to.deep.equal(Object.values(first));
    const since = NOW - 3n * HOUR;
    const again = await note(blockedAt(NOW - 2n * HOUR), Blocker.Reduction);
    const kept = { blockedSince: since, blockedAt: NOW, blocker: Blocker.Reduction };
    expect(again).to.deep.equal(Object.values({ ...NOTHING_KNOWN, ...kept }));
    expect((await note(blockedAt(NOW - 2n * HOUR - 1n), Blocker.Reduction)).blockedSince).to.equal(NOW);
  });

  it("is forgotten once a trade is done, and nothing beside it", async function () {
    const before = { ...blockedAt(NOW), tipDay: TODAY, tipped: 5n };
    const after = { ...NOTHING_KNOWN, tipDay: TODAY, tipped: 5n };
    expect(await reports.forget(before)).to.deep.equal(Object.values(after));
  });

  it("is reported every ten minutes while it lasts: in between it is not due", async function () {
    const dueAt = async (state: Known) => {
      const reminded = await reports.remind(state, decision(Action.Blocked));
      expect(reminded).to.deep.equal(Object.values({ ...decision(Action.Blocked), dueAt: reminded.dueAt }));
      return reminded.dueAt;
    };
    expect(await dueAt(NOTHING_KNOWN)).to.equal(NOW);
    expect(await dueAt(blockedAt(NOW))).to.equal(NOW + 10n * MINUTE);
    expect(await dueAt(blockedAt(NOW - 10n * MINUTE + 1n))).to.equal(NOW + 1n);
    expect(await dueAt(blockedAt(NOW - 10n * MINUTE))).to.equal(NOW);
    expect(await dueAt(blockedAt(NOW - 3n * HOUR))).to.equal(NOW);
  });

  it("holds a trade back for a minute where the venue refused it without having said so", async function () {
    const trade = decision(Action.Trade);
    const remind = (state: Known) => reports.remind(state, trade);
    const refused = { ...trade, action: Action.Blocked, blocker: Blocker.Refused };
    const held = await remind(blockedAt(NOW, Blocker.Refused));
    expect(held).to.deep.equal(Object.values({ ...refused, dueAt: NOW + MINUTE }));
    const last = await remind(blockedAt(NOW - MINUTE + 1n, Blocker.Refused));
    expect(last).to.deep.equal(Object.values({ ...refused, dueAt: NOW + 1n }));
    for (const state of [blockedAt(NOW - MINUTE, Blocker.Refused), blockedAt(NOW, Blocker.Cost), NOTHING_KNOWN]) {
      expect(await remind(state)).to.deep.equal(Object.values(trade));
    }
  });

  it("never holds back a settlement, nor makes a call of what is not due", async function () {
    for (const action of [Action.Settle, Action.None]) {
      const reminded = await reports.remind(blockedAt(NOW, Blocker.Refused), decision(action));
      expect(reminded).to.deep.equal(Object.values(decision(action)));
    }
  });
});

describe("Reports: tips", function () {
  it("may be 2 % of equity a day, what the day has paid before counted, and all of it again the next", async function () {
    expect(await reports.tipsLeft(NOTHING_KNOWN)).to.equal(MOST_TIPS);
    expect(await reports.tipsLeft(known({ tipDay: TODAY, tipped: wad("0.015") }))).to.equal(wad("0.005"));
    expect(await reports.tipsLeft(known({ tipDay: TODAY, tipped: MOST_TIPS + 1n }))).to.equal(0n);
    expect(await reports.tipsLeft(known({ tipDay: TODAY - 1n, tipped: MOST_TIPS }))).to.equal(MOST_TIPS);
  });

  reachingProperty(
    "count as a part of equity, rounded up, from nothing every day",
    fc.record({
      tip: amount(0n, 10n ** 20n),
      times: amount(50n, 10n ** 6n),
      tipped: amount(0n, MOST_TIPS),
      isToday: fc.boolean(),
    }),
    { "on top": 0.2, "first of the day": 0.2, "a part of a wei": 0.1 },
    async ({ tip, times, tipped, isToday }, reach) => {
      const equity = max(1n, tip * times + 1n);
      const counted = await reports.countTip(known({ tipDay: isToday ? TODAY : TODAY - 1n, tipped }), tip, equity);
      const added = ratio(tip * WAD, equity);
      expect([counted.tipDay, counted.tipped]).to.deep.equal([TODAY, (isToday ? tipped : 0n) + ceil(added)]);
      reach("on top", isToday && tip > 0n && tipped > 0n);
      reach("first of the day", !isToday);
      reach("a part of a wei", added.d !== 1n);
    },
  );
});
