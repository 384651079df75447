import { expect } from "chai";
import type { Filter, Log } from "ethers";
import { deposit, forward, move, redeem } from "../../support/actions.js";
import { expectClose } from "../../support/expectations.js";
import { connect } from "../../support/connect.js";
import { DAY, wad } from "../../support/numbers.js";
import { deployWithSdk } from "../../support/sdk.js";
import * as sdk from "../../../src/sdk/index.js";
import { readLogs } from "../../../src/sdk/history/readLogs.js";

const connection = await connect();
const { networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

/** A member of a class that insists on its own `this`. */
function bound(target: object, key: PropertyKey): unknown {
  const value: unknown = Reflect.get(target, key, target);
  return typeof value === "function" ? (value.bind(target) as unknown) : value;
}

describe("sdk history", function () {
  async function lived() {
    const system = await deployWithSdk(connection);
    await deposit(system, system.alice, 1_000n * system.unit);
    await forward(system, DAY);
    await move(system, wad("0.02"));
    await system.token.connect(system.keeper).rebalance();
    await redeem(system, system.alice);
    return system;
  }

  it("tells all that happened to a token in order, each event with the state after it", async function () {
    const { sdk: system, token, alice, bob } = await loadFixture(lived);
    const history = await sdk.readHistory(system, "btc3l");
    expect(history.map(({ kind }) => kind)).to.deep.equal(["mint", "mint", "rebalance", "redeem"]);
    const [first, second, rebalance, last] = history;
    if (
      first?.kind !== "mint" ||
      second?.kind !== "mint" ||
      rebalance?.kind !== "rebalance" ||
      last?.kind !== "redeem"
    ) {
      return expect.fail("another order");
    }
    expect([first.owner, second.owner, last.owner]).to.deep.equal([bob.address, alice.address, alice.address]);
    expect(rebalance.reason).to.equal("Scheduled");
    expect(rebalance.complete).to.be.true;
    const block = await system.provider.getBlock(rebalance.block);
    expect(rebalance.timestamp).to.equal(BigInt(block!.timestamp));
    const terms = await sdk.readToken(system, "BTC3L");
    expect(sdk.navOf(last.after!, terms)).to.equal(await token.nav());
    expect(sdk.leverageOf(last.after!, terms)).to.equal(await token.leverage());
    const atRebalance = await token.nav({ blockTag: rebalance.block });
    expect(sdk.navOf(rebalance.after, terms)).to.equal(atRebalance);
  });

  it("draws the NAV's path through events and the feed's answers", async function () {
    const { sdk: system, token } = await loadFixture(lived);
    const path = await sdk.readNavPath(system, "BTC3L");
    expect(path.map(({ cause }) => cause)).to.deep.equal(["mint", "mint", "price", "price", "rebalance", "redeem"]);
    expect(path.every(({ timestamp }, at) => at === 0 || timestamp >= path[at - 1]!.timestamp)).to.be.true;
    expect(path.at(-1)!.nav).to.equal(await token.nav());
    expect(path.at(-1)!.leverage).to.equal(await token.leverage());
    const marked = path[3]!;
    const exact = await token.nav({ blockTag: (await sdk.readHistory(system, "BTC3L"))[2]!.block - 1 });
    expectClose(marked.nav, exact, 1e-3); // a day's fee shows at the next event
    expect(sdk.pointAt(path, path[2]!.timestamp)).to.equal(path[2]);
    expect(sdk.pointAt(path, 1n)).to.equal(undefined);
  });

  it("ends with a settlement, after which redeems are pro rata", async function () {
    const { sdk: system, factory, token, bob } = await loadFixture(lived);
    await factory.windDown(token, 0n);
    const nav = await token.nav();
    await token.connect(bob)["redeem(uint256,address,address)"](wad(1), bob, bob);
    const [settled, redeemed] = (await sdk.readHistory(system, "BTC3L")).slice(-2);
    expect([settled?.kind, redeemed?.kind]).to.deep.equal(["settle", "redeem"]);
    expect(redeemed?.kind === "redeem" && redeemed.after === undefined && redeemed.assets > 0n).to.be.true;
    const last = (await sdk.readNavPath(system, "BTC3L")).at(-1)!;
    expect(last.cause).to.equal("settle");
    expect(last.nav).to.equal(nav);
  });

  it("reads in ranges that the node grants, and says so when it grants none", async function () {
    const { sdk: system } = await loadFixture(lived);
    const granted: [number, number][] = [];
    const limited = (most: number) => ({
      ...system,
      provider: new Proxy(system.provider, {
        get: (target, key) =>
          key === "getLogs"
            ? async (filter: Filter & { fromBlock: number; toBlock: number }): Promise<Log[]> => {
                if (filter.toBlock - filter.fromBlock >= most) throw new Error("query exceeds the range");
                granted.push([filter.fromBlock, filter.toBlock]);
                return target.getLogs(filter);
              }
            : bound(target, key),
      }),
    });
    await networkHelpers.mine(400);
    const address = system.deployment.tokens["BTC3L"]!;
    const whole = await readLogs(system, { address });
    const paged = await readLogs(limited(100), { address });
    expect(paged.map(({ blockNumber, index }) => [blockNumber, index])).to.deep.equal(
      whole.map(({ blockNumber, index }) => [blockNumber, index]),
    );
    expect(granted.length).to.be.greaterThan(3);
    expect(granted.every(([from], at) => at === 0 || from === granted[at - 1]![1] + 1)).to.be.true;
    const refusal = await readLogs(limited(0), { address }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).to.be.instanceOf(sdk.TransportError);
  });

  it("finds the block of a time", async function () {
    const { sdk: system } = await loadFixture(lived);
    const latest = await system.provider.getBlockNumber();
    const now = BigInt(await time.latest());
    expect(await sdk.findBlockAt(system, now)).to.equal(latest);
    const before = await sdk.findBlockAt(system, now - DAY / 2n);
    expect(BigInt((await system.provider.getBlock(before))!.timestamp) <= now - DAY / 2n).to.be.true;
    expect(BigInt((await system.provider.getBlock(before + 1))!.timestamp) > now - DAY / 2n).to.be.true;
    expect(await sdk.findBlockAt(system, 0n)).to.equal(system.deployment.block);
  });
});
