import { expect } from "chai";
import { MaxUint256, type Signer } from "ethers";
import { connect } from "../../support/connect.js";
import { wad } from "../../support/numbers.js";
import { holdToken } from "../../support/router.js";
import { deployWithSdk } from "../../support/sdk.js";
import * as sdk from "../../../src/sdk/index.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

const SLIPPAGE = wad("0.005");

async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.fail("it was not refused"),
    (error: unknown) => error as Error,
  );
}

/** A wallet that answers in its own way when it is asked to sign a permit. */
function withSigning(signer: Signer, signTypedData: () => Promise<string>): Signer {
  return Object.assign(Object.create(signer) as Signer, { signTypedData });
}

describe("sdk: what a holder does", function () {
  this.timeout(60_000);

  async function ready() {
    const system = await deployWithSdk(connection);
    return { ...system, steps: [] as string[] };
  }

  it("mints with a signature and one transaction, each step reported", async function () {
    const { sdk: system, wallet, alice, unit, token, collateral, router, steps } = await loadFixture(ready);
    const quote = await sdk.quoteMint(system, { token: "BTC3L", assets: 1_000n * unit, slippage: SLIPPAGE });
    expect(await sdk.planSteps(system, quote, alice.address)).to.deep.equal(["permit", "send"]);
    const onProgress = ({ step, state }: sdk.Progress) => steps.push(`${step} ${state}`);
    const { outcome } = await sdk.perform(system, quote, await wallet(alice), { onProgress });
    expect(steps).to.deep.equal(["permit wallet", "permit done", "send wallet", "send chain", "send done"]);
    expect(outcome.assets).to.equal(1_000n * unit);
    expect(await token.balanceOf(alice)).to.equal(outcome.shares);
    expect(await collateral.allowance(alice, router)).to.equal(0n);
    expect(await sdk.hasMinted(system, alice.address)).to.be.true;
  });

  it("flips and redeems, with no approval where none is needed", async function () {
    const fixture = await loadFixture(ready);
    const { sdk: system, wallet, alice, short, collateral } = fixture;
    const shares = await holdToken(fixture);
    const signer = await wallet(alice);
    const flip = await sdk.quoteFlip(system, { from: "BTC3L", to: "BTC3S", shares, slippage: SLIPPAGE });
    const flipped = await sdk.perform(system, flip, signer);
    expect(flipped.outcome.redeemed.shares).to.equal(shares);
    expect(flipped.outcome.minted.shares).to.equal(await short.balanceOf(alice));
    const all = flipped.outcome.minted.shares;
    const redeem = await sdk.quoteRedeem(system, { token: "BTC3S", shares: all, slippage: SLIPPAGE });
    expect(await sdk.planSteps(system, redeem, alice.address)).to.deep.equal(["send"]);
    const before = await collateral.balanceOf(alice);
    const redeemed = await sdk.perform(system, redeem, signer);
    expect((await collateral.balanceOf(alice)) - before).to.equal(redeemed.outcome.assets);
  });

  it("uses an allowance that is there, and approves exactly the amount for a wallet that cannot sign permits", async function () {
    const { sdk: system, wallet, alice, unit, collateral, router, steps } = await loadFixture(ready);
    const signer = await wallet(alice);
    const contractWallet = withSigning(signer, () => Promise.resolve(`0x${"12".repeat(200)}`));
    const quote = await sdk.quoteMint(system, { token: "BTC3L", assets: 100n * unit, slippage: SLIPPAGE });
    const onProgress = ({ step, state }: sdk.Progress) => steps.push(`${step} ${state}`);
    await sdk.perform(system, quote, contractWallet, { onProgress });
    expect(steps.filter((step) => step.startsWith("approve"))).to.deep.equal([
      "approve wallet",
      "approve chain",
      "approve done",
    ]);
    expect(await collateral.allowance(alice, router)).to.equal(0n);
    await collateral.connect(alice).approve(router, 100n * unit);
    const again = await sdk.quoteMint(system, { token: "BTC3L", assets: 100n * unit, slippage: SLIPPAGE });
    expect(await sdk.planSteps(system, again, alice.address)).to.deep.equal(["send"]);
    await sdk.perform(system, again, signer);
    expect(await collateral.allowance(alice, router)).to.equal(0n);
  });

  it("joins actions into one transaction", async function () {
    const { sdk: system, wallet, alice, unit, token, short, collateral, router } = await loadFixture(ready);
    await collateral.connect(alice).approve(router, 300n * unit);
    const deadline = await sdk.readDeadline(system);
    const terms = { account: alice.address, deadline };
    const mint = async (symbol: string, assets: bigint) =>
      sdk.prepareRouterMint(system, await sdk.quoteMint(system, { token: symbol, assets, slippage: SLIPPAGE }), terms);
    const both = await sdk.prepareTogether(system, [
      await mint("BTC3L", 100n * unit),
      await mint("BTC3S", 200n * unit),
    ]);
    const { outcome } = await sdk.execute(both, await wallet(alice));
    expect(outcome.map(({ assets }) => assets)).to.deep.equal([100n * unit, 200n * unit]);
    const held = [await token.balanceOf(alice), await short.balanceOf(alice)];
    expect(outcome.map(({ shares }) => shares)).to.deep.equal(held);
    const redeem = await sdk.quoteRedeem(system, { token: "BTC3L", shares: held[0]!, slippage: SLIPPAGE });
    const permit = await sdk.preparePermit(system, {
      token: await token.getAddress(),
      owner: alice.address,
      value: redeem.shares,
      deadline,
    });
    const signature = await sdk.signPermit(permit!, await wallet(alice));
    const routed = await sdk.prepareRouterRedeem(system, redeem, { ...terms, signature });
    const done = await sdk.execute(routed, await wallet(alice));
    expect(done.outcome.shares).to.equal(held[0]);
  });

  it("explains what went wrong in the words of what was tried", async function () {
    const { sdk: system, wallet, alice, carol, unit, factory, guardian, token } = await loadFixture(ready);
    const quote = await sdk.quoteMint(system, { token: "BTC3L", assets: 1_000n * unit, slippage: 0n });
    const poor = await rejection(sdk.perform(system, quote, await wallet(carol)));
    expect(poor).to.be.instanceOf(sdk.BalanceTooLowError);
    const dearer = { ...quote, minShares: quote.shares * 2n };
    const slipped = await rejection(sdk.perform(system, dearer, await wallet(alice)));
    expect(slipped).to.be.instanceOf(sdk.BelowMinimumError);
    expect(slipped.message).to.match(/^You would get [\d.,]+ BTC3L, less than your minimum of [\d.,]+ BTC3L/);
    const late = await rejection(sdk.perform(system, quote, await wallet(alice), { patience: -60 }));
    expect(late).to.be.instanceOf(sdk.DeadlinePassedError);
    const no = Object.assign(new Error("no"), { code: "ACTION_REJECTED" });
    const refusing = withSigning(await wallet(alice), () => Promise.reject(no));
    expect(await rejection(sdk.perform(system, quote, refusing))).to.be.instanceOf(sdk.RejectedError);
    await factory.connect(guardian).pauseMint(token);
    const paused = await rejection(sdk.perform(system, quote, await wallet(alice)));
    expect(paused).to.be.instanceOf(sdk.MintPausedError);
    expect(paused.message).to.contain("BTC3L");
  });

  it("never signs an approval without limit, and knows which tokens take a permit", async function () {
    const { sdk: system, alice, collateral, token, feed } = await loadFixture(ready);
    const order = { token: await collateral.getAddress(), owner: alice.address, value: MaxUint256, deadline: 1n };
    expect(await rejection(sdk.preparePermit(system, order))).to.be.instanceOf(sdk.UnlimitedPermitError);
    const domain = await sdk.readPermitDomain(system, await token.getAddress());
    expect(domain?.name).to.equal("BTC 3x Long");
    const plain = await ethers.deployContract("HostileCollateral");
    for (const without of [await plain.getAddress(), await feed.getAddress(), alice.address]) {
      expect(await sdk.readPermitDomain(system, without)).to.equal(undefined);
      expect(await sdk.preparePermit(system, { ...order, token: without, value: 1n })).to.equal(undefined);
    }
  });
});
