import { expect } from "chai";
import type { BaseContract } from "ethers";
import { deposit, forward, move } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { expectBooksToBalance } from "../../support/expectations.js";
import { DAY, wad } from "../../support/numbers.js";
import { createToken, deployForTest } from "../../support/system.js";
import { NO_CARRY, openAccount } from "../../support/venue.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

// Whoever stands on both sides of an action, in one transaction, must not earn from it.
describe("LeveragedToken: several actions in one transaction", function () {
  async function ready() {
    const system = await deployForTest(connection, {
      market: { depth: 50_000_000n, openInterestCap: 5_000_000n, ...NO_CARRY },
    });
    const { token, collateral, unit } = system;
    const short = await createToken(system, wad(-3));
    await deposit(system, system.alice, 200_000n * unit);
    await deposit(system, system.alice, 150_000n * unit, short);
    const batcher = await ethers.deployContract("MockBatcher");
    await collateral.mint(batcher, 100_000n * unit);
    const approve = (spender: BaseContract) => ({
      target: collateral.target,
      data: encode(collateral, "approve", [spender.target, ethers.MaxUint256]),
    });
    await batcher.run([approve(token), approve(short)]);
    const trader = await openAccount(system, 500_000n * unit, 0n);
    await move(system, wad("0.05"));
    await forward(system, DAY);
    return { ...system, short, batcher, trader, me: await batcher.getAddress() };
  }
  type Ready = Awaited<ReturnType<typeof ready>>;

  function encode(contract: BaseContract, name: string, args: readonly unknown[]) {
    return contract.interface.encodeFunctionData(name, args);
  }

  const call = (contract: BaseContract, name: string, args: readonly unknown[] = []) => ({
    target: contract.target,
    data: encode(contract, name, args),
  });

  /** What mint and redeem of `shares` in `token` leave, with the other calls in between. */
  async function gainOf(system: Ready, calls: { target: BaseContract["target"]; data: string }[]) {
    const { collateral, batcher, trader, venue, market } = system;
    const wealth = async () => {
      const { equity } = await venue.position(market, trader);
      return (await collateral.balanceOf(batcher)) + equity / 10n ** 12n;
    };
    const before = await wealth();
    await batcher.run(calls);
    await expectBooksToBalance(system);
    return (await wealth()) - before;
  }

  const mint = (token: BaseContract, shares: bigint, me: string) => call(token, "mint(uint256,address)", [shares, me]);
  const redeem = (token: BaseContract, shares: bigint, me: string) =>
    call(token, "redeem(uint256,address,address)", [shares, me, me]);

  it("loses by a mint and a redeem", async function () {
    const system = await loadFixture(ready);
    const { token, me } = system;
    const shares = wad(10_000);
    expect(await gainOf(system, [mint(token, shares, me), redeem(token, shares, me)])).to.be.below(0n);
  });

  it("loses by a mint and a redeem around a rebalance", async function () {
    for (const which of ["token", "short"] as const) {
      const system = await loadFixture(ready);
      const { me } = system;
      const token = system[which];
      const shares = wad(10_000);
      const calls = [mint(token, shares, me), call(token, "rebalance"), redeem(token, shares, me)];
      expect(await gainOf(system, calls)).to.be.below(0n);
    }
  });

  it("loses by trading at the venue around a rebalance, with it and against it", async function () {
    for (const size of ["2", "-4", "-15"]) {
      const system = await loadFixture(ready);
      const { token, trader, market } = system;
      const calls = [
        call(trader, "trade", [market, wad(size), 0n]),
        call(token, "rebalance"),
        call(trader, "trade", [market, -wad(size), 0n]),
      ];
      expect(await gainOf(system, calls)).to.be.below(0n);
    }
  });

  it("loses by going from long to short and back", async function () {
    const system = await loadFixture(ready);
    const { token, short, me } = system;
    const shares = wad(5_000);
    const calls = [
      mint(token, shares, me),
      mint(short, shares, me),
      redeem(token, shares, me),
      mint(token, shares, me),
      redeem(short, shares, me),
      redeem(token, shares, me),
    ];
    expect(await gainOf(system, calls)).to.be.below(0n);
  });

  it("rebalances once at most", async function () {
    const system = await loadFixture(ready);
    const { token, factory, options, batcher } = system;
    await factory.setLimits(token, { ...options.limits, maxTrade: 10_000n });
    const twice = batcher.run([call(token, "rebalance"), call(token, "rebalance")]);
    await expect(twice).to.be.revertedWithCustomError(token, "LeveragedToken_NotDue");
    await batcher.run([call(token, "rebalance")]);
  });

  it("rebalances long and short together, and neither stops the other", async function () {
    const system = await loadFixture(ready);
    const { token, short, batcher } = system;
    const transaction = await batcher.run([call(token, "rebalance"), call(short, "rebalance")]);
    await expect(transaction).to.emit(token, "Rebalanced");
    await expect(transaction).to.emit(short, "Rebalanced");
  });
});
