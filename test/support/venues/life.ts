import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { array, constantFrom, integer, record, type Arbitrary } from "fast-check";
import type { ContractTransactionResponse } from "ethers";
import type { MoodyVenue } from "../../../types/ethers-contracts/index.js";
import { forward, nextBlock, priceOf, setPrice } from "../actions.js";
import { HOUR, min } from "../numbers.js";
import { Action } from "../outcomes.js";
import { give, type System } from "../system.js";
import { expectSpared } from "./spare.js";
import type { TokenAt } from "./testVenues.js";

type Home = TokenAt<unknown>;

const ACTS = ["deposit", "mint", "redeem", "withdraw", "price", "rebalance"] as const;

/** One random act of one of two holders, or of the world. */
export interface Deed {
  readonly isAlice: boolean;
  readonly act: (typeof ACTS)[number];
  /** {1e-3} Of what is possible. */
  readonly part: number;
}

/** What a venue's fault means for the lives of two holders. */
export interface Circumstances {
  /** Whether no trade costs more than was quoted: then no preview promises more than happens. */
  readonly keepsQuotes: boolean;
  /** Called before the price moves away from `price`. */
  readonly onMove?: (price: bigint, deed: Deed) => Promise<void>;
  /** A venue that refuses trades, with this error of its own, and says whether it does now. */
  readonly refusing?: { readonly by: MoodyVenue; readonly error: string };
}

/** Two hundred acts in a row. */
export const life: Arbitrary<readonly Deed[]> = array(
  record({
    isAlice: integer({ min: 0, max: 1 }).map(Boolean),
    act: constantFrom(...ACTS),
    part: integer({ min: 1, max: 900 }),
  }),
  { minLength: 200, maxLength: 200 },
);

/** {collateral, whole units} */
const FORTUNE = 10_000_000n;
const LARGEST = 100_000n;

/** A quote that is not exact is taken to grow with size: leverage may rise by this part of what it is, for its curvature. */
const ROUNDING = 20_000n;

/**
 * Alice and Bob mint and redeem beside each other while the price moves and anyone rebalances. Nothing one of them does
 * takes from the other, no preview promises more than happens, and no rebalance costs more than its bound.
 * @returns How often each act was done.
 */
export async function liveThrough(
  system: Home,
  deeds: readonly Deed[],
  circumstances: Circumstances,
): Promise<Record<string, number>> {
  const { token, alice, bob, unit } = system;
  const counts: Record<string, number> = {};
  for (const who of [alice, bob]) {
    await give(system, who, FORTUNE * unit, token);
    await token.connect(who)["deposit(uint256,address)"](50_000n * unit, who);
  }
  for (const deed of deeds) {
    const [who, other] = deed.isAlice ? [alice, bob] : [bob, alice];
    const done = await doOne(system, deed, who, other, circumstances);
    counts[done] = (counts[done] ?? 0) + 1;
  }
  return counts;
}

async function doOne(
  system: Home,
  deed: Deed,
  who: HardhatEthersSigner,
  other: HardhatEthersSigner,
  circumstances: Circumstances,
): Promise<string> {
  if (deed.act === "price") {
    await circumstances.onMove?.(await priceOf(system), deed);
    await setPrice(system, (system.options.price * BigInt(9_550 + deed.part)) / 10_000n);
    await forward(system, 6n * HOUR);
    return deed.act;
  }
  const { refusing } = circumstances;
  const isRefused = (await refusing?.by.isRefusing()) ?? false;
  if (deed.act === "rebalance") return rebalance(system, isRefused);
  const order = await orderOf(system, deed, who);
  if (refusing !== undefined && isRefused) {
    await expect(order.send()).to.be.revertedWithCustomError(refusing.by, refusing.error);
    return "refused";
  }
  const pending = await nextBlock(system);
  const promised = await order.promised(pending);
  const leverage = await system.token.leverage(pending);
  let got = 0n;
  await expectSpared(system, other, async () => {
    const before = await order.measured();
    const transaction = await order.send();
    got = (await order.measured()) - before;
    return transaction;
  });
  if (circumstances.keepsQuotes) {
    expect(got, deed.act).to.be.at.least(promised);
    expect(await system.token.leverage(), deed.act).to.be.at.most(leverage + leverage / ROUNDING);
  }
  return deed.act;
}

interface Order {
  /** What the preview says its caller has more of afterwards: shares, or collateral, negative where it is given. */
  promised(overrides: { blockTag: "pending" }): Promise<bigint>;
  measured(): Promise<bigint>;
  send(): Promise<ContractTransactionResponse>;
}

async function orderOf(system: System, { act, part }: Deed, who: HardhatEthersSigner): Promise<Order> {
  const { token, collateral, unit } = system;
  const thousandths = BigInt(part);
  const mine = token.connect(who);
  const shares = () => token.balanceOf(who);
  const money = () => collateral.balanceOf(who);
  if (act === "deposit") {
    const assets = (LARGEST * unit * thousandths) / 1_000n;
    return {
      promised: (at) => token.previewDeposit(assets, at),
      measured: shares,
      send: () => mine["deposit(uint256,address)"](assets, who),
    };
  }
  if (act === "mint") {
    const wanted = await token.convertToShares((LARGEST * unit * thousandths) / 1_000n);
    return {
      promised: async (at) => -(await token.previewMint(wanted, at)),
      measured: money,
      send: () => mine["mint(uint256,address,uint256)"](wanted, who, 2n * LARGEST * unit),
    };
  }
  const held = ((await shares()) * thousandths) / 1_000n;
  if (act === "redeem") {
    const redeemed = min(held, await token.maxRedeem(who));
    return {
      promised: (at) => token.previewRedeem(redeemed, at),
      measured: money,
      send: () => mine["redeem(uint256,address,address)"](redeemed, who, who),
    };
  }
  // At a mark that is late by 9 % a withdrawal may cost a third of what it takes.
  const assets = (await token.convertToAssets(min(held, await token.maxRedeem(who)))) / 2n;
  return {
    promised: async (at) => -(await token.previewWithdraw(assets, at)),
    measured: shares,
    send: () => mine["withdraw(uint256,address,address)"](assets, who, who),
  };
}

/** Rebalances if that is due: within its bound of cost, or with a report of what the venue refused. */
async function rebalance({ token, keeper, account, market, connection }: Home, isRefused: boolean): Promise<string> {
  const pending = await nextBlock({ connection });
  const { action, sizeDelta, maxCost, dueAt } = await token.previewRebalance(pending);
  if (action === Action.None) return "not due";
  const now = BigInt(await connection.networkHelpers.time.latest()) + 1n;
  if (action === Action.Blocked && dueAt > now) return "known to be blocked";
  const [quoted] = await account.quote(market, token, sizeDelta, pending);
  const transaction = await token.connect(keeper).rebalance();
  const [event] = await token.queryFilter(token.filters.Rebalanced(), transaction.blockNumber!);
  if (event === undefined) {
    await expect(transaction).to.emit(token, "RebalanceBlocked");
    expect(isRefused || quoted > maxCost, "that the venue has a reason to refuse").to.equal(true);
    return "blocked";
  }
  expect(event.args.cost).to.be.at.most(maxCost);
  return "rebalance";
}
