import type { LeveragedToken } from "../../types/ethers-contracts/index.js";
import { DAY, gasUsed, type Stage, USDC } from "./stage.js";

/** Gas of whole transactions. `next...` is what a further token adds to a transaction that rebalances several. */
export interface GasReport {
  readonly mint: number;
  readonly deposit: number;
  readonly redeem: number;
  readonly withdraw: number;
  readonly rebalance: number;
  readonly nextSameMarket: number;
  readonly nextOtherMarket: number;
  readonly transfer: number;
  readonly create: number;
}

const SHARE = 10n ** 18n;

/**
 * Measures every action as its user sends it: an existing holder, a moved position, one fresh transaction an hour after
 * the last action with the price changed, funding and all fees on, unlimited allowance.
 */
export async function measureGas(stage: Stage): Promise<GasReport> {
  const { connection, factory, alice, bob, keeper, later } = stage;
  const { ethers, networkHelpers } = connection;
  const token = await stage.token("BTC3L");
  const sameMarket = await stage.token("BTC3S");
  const otherMarket = await stage.token("ETH3L");
  await stage.openPositions([token, sameMarket, otherMarket]);
  const batch = await ethers.deployContract("BatchRebalancer");
  const rebalanceAll = (...tokens: LeveragedToken[]) => gasUsed(batch.connect(keeper).rebalance(tokens));

  await later(101n);
  const mint = await gasUsed(token.connect(alice)["mint(uint256,address)"](1_000n * SHARE, alice));
  await later(102n);
  const deposit = await gasUsed(token.connect(alice)["deposit(uint256,address)"](1_000n * USDC, alice));
  await later(101n);
  const redeem = await gasUsed(token.connect(alice)["redeem(uint256,address,address)"](500n * SHARE, alice, alice));
  await later(102n);
  const withdraw = await gasUsed(token.connect(alice)["withdraw(uint256,address,address)"](500n * USDC, alice, alice));
  await later(101n);
  const transfer = await gasUsed(token.connect(alice).transfer(bob, 5n * SHARE));
  // Once each token has been rebalanced before, as in its daily life; then a scheduled one that buys.
  await later(103n, DAY);
  await rebalanceAll(token, sameMarket, otherMarket);
  await later(105n, DAY);
  const due = await networkHelpers.takeSnapshot();
  const rebalance = await gasUsed(token.connect(keeper).rebalance());
  await due.restore();
  const one = await rebalanceAll(token);
  await due.restore();
  const two = await rebalanceAll(token, sameMarket);
  await due.restore();
  const other = await rebalanceAll(token, otherMarket);

  const created = await factory.queryFilter(factory.filters.TokenCreated(token));
  const receipt = await created[0]?.getTransactionReceipt();
  return {
    mint,
    deposit,
    redeem,
    withdraw,
    rebalance,
    nextSameMarket: two - one,
    nextOtherMarket: other - one,
    transfer,
    create: Number(receipt?.gasUsed ?? 0n),
  };
}
