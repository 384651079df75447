import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { BrowserProvider } from "ethers";
import { connectSystem, NO_PERMIT, preparePermit, readDeadline, signPermit } from "../sdk/index.js";
import { gasUsed, type Stage, USDC } from "./stage.js";

/** Gas of whole transactions through the router, and of what they stand for without it. */
export interface RouterGasReport {
  /** With a permit, the holder's first; and the token's own for the same amount, the allowance given before. */
  readonly depositWithPermit: number;
  readonly depositAtToken: number;
  /** With a permit, the holder's first of that token; with an allowance; and as two transactions at the tokens. */
  readonly flipWithPermit: number;
  readonly flip: number;
  readonly redeemAndDepositApart: number;
}

const SHARE = 10n ** 18n;

/** Measures the router for an existing holder of both tokens, once somebody else has used it. */
export async function measureRouter(stage: Stage): Promise<RouterGasReport> {
  const { connection, deployment, alice, bob, later } = stage;
  const { ethers, networkHelpers } = connection;
  const [long, short] = [await stage.token("BTC3L"), await stage.token("BTC3S")];
  await stage.openPositions([long, short]);
  // As a wallet's page sees the chain.
  const provider = new BrowserProvider(connection.provider, undefined, { cacheTimeout: -1 });
  const system = await connectSystem(provider, deployment);
  const { router, collateral } = system;
  const deadline = await readDeadline(system, 86_400);

  const money = collateral.contract.connect(bob);
  await money.approve(deployment.router, ethers.MaxUint256);
  for (const token of [long, short]) {
    await router.connect(bob).deposit(token, USDC, 0n, bob, deadline, NO_PERMIT);
  }
  const permit = async (token: string, value: bigint, owner: HardhatEthersSigner) => {
    const prepared = await preparePermit(system, { token, owner: owner.address, value, deadline });
    if (prepared === undefined) throw new Error("The token takes no permits; the measurement needs one.");
    return signPermit(prepared, owner);
  };
  const assets = 1_000n * USDC;
  const shares = 500n * SHARE;
  const depositPermit = await permit(collateral.address, assets, alice);
  const flipPermit = await permit(await long.getAddress(), shares, alice);
  const flipWith = (signature: typeof NO_PERMIT) =>
    gasUsed(router.connect(alice).flip(long, short, shares, 0n, alice, deadline, signature));

  await later(101n);
  const start = await networkHelpers.takeSnapshot();
  const depositWithPermit = await gasUsed(
    router.connect(alice).deposit(long, assets, 0n, alice, deadline, depositPermit),
  );
  await start.restore();
  const depositAtToken = await gasUsed(long.connect(alice)["deposit(uint256,address)"](assets, alice));
  await start.restore();
  const flipWithPermit = await flipWith(flipPermit);
  await start.restore();
  const before = await collateral.contract.balanceOf(alice);
  const redeem = await gasUsed(long.connect(alice)["redeem(uint256,address,address)"](shares, alice, alice));
  const paidOut = (await collateral.contract.balanceOf(alice)) - before;
  const deposit = await gasUsed(short.connect(alice)["deposit(uint256,address)"](paidOut, alice));
  await start.restore();
  await long.connect(alice).approve(router, ethers.MaxUint256);
  const flip = await flipWith(NO_PERMIT);
  provider.destroy();
  return { depositWithPermit, depositAtToken, flipWithPermit, flip, redeemAndDepositApart: redeem + deposit };
}
