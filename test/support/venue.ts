import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { MaxInt256, resolveAddress, type AddressLike, type ContractTransactionResponse } from "ethers";
import type { MockTrader } from "../../types/ethers-contracts/index.js";
import { forward } from "./actions.js";
import { expectBooksToBalance } from "./expectations.js";
import { DAY, wad, WAD } from "./numbers.js";
import type { Market } from "./options.js";
import { deployForTest, type Connection, type System } from "./system.js";

/** What may be said of a trade; unsaid, nothing moves, its account pays, any cost is accepted and its owner is paid. */
export interface Order {
  /** {base} Signed, WAD. */
  size?: bigint;
  /** {collateral} */
  pay?: bigint;
  /** {collateral} */
  take?: bigint;
  moverPaysCost?: boolean;
  /** {collateral} Signed. */
  maxCost?: bigint;
  receiver?: AddressLike;
}

/** What an account is charged for standing still. */
export const NO_CARRY = { skewFundingPerSecond: 0n, reserveFeePerSecond: 0n } satisfies Partial<Market>;

/** A venue at which only price and trades move equity. */
export async function quietVenue(connection: Connection) {
  const system = await deployForTest(connection, { market: NO_CARRY });
  return { ...system, margin: 10_000n * system.unit };
}

/** The same with an account that is long one coin on that margin: five times. */
export async function venueWithLong(connection: Connection) {
  const system = await quietVenue(connection);
  const trader = await openAccount(system, system.margin, wad(1));
  return { ...system, trader };
}

/** An account at the venue with `margin` units of collateral to begin with; it opens `size` {base} WAD. */
export async function openAccount(system: System, margin: bigint, size: bigint): Promise<MockTrader> {
  const trader = await system.connection.ethers.deployContract("MockTrader", [system.venue]);
  await system.collateral.mint(trader, margin);
  await trader.trade(system.market, size, margin);
  await expectBooksToBalance(system);
  return trader;
}

/** Trades on every term the venue offers. */
export async function order(system: System, trader: MockTrader, terms: Order): Promise<ContractTransactionResponse> {
  return trader.execute(system.venue, await encodeOrder(system, trader, terms));
}

/** What {@link order} would do now: cost, equity before and equity after it. */
export async function fillOf(system: System, trader: MockTrader, terms: Order) {
  const data = await trader.execute.staticCall(system.venue, await encodeOrder(system, trader, terms));
  return system.venue.interface.decodeFunctionResult("trade", data)[0] as Record<
    "cost" | "equityBefore" | "equity",
    bigint
  >;
}

/** {collateral} Equity of an account at index, as its owner could withdraw it. */
export async function equityOf(system: System, trader: MockTrader): Promise<bigint> {
  const { equity } = await system.venue.position(system.market, trader);
  return (equity * system.unit) / WAD;
}

/** Gives notice of `shares`, waits it out and is paid; the feed repeats its price meanwhile. */
export async function leave(
  system: System,
  provider: HardhatEthersSigner,
  shares: bigint,
): Promise<ContractTransactionResponse> {
  await system.venue.connect(provider).requestWithdrawal(shares);
  await forward(system, DAY);
  return system.venue.withdrawLiquidity(provider);
}

/** Size {base} whose notional is `dollars` at `price` {usd/base} WAD. */
export function sizeFor(dollars: bigint, price: bigint): bigint {
  return (dollars * WAD * WAD) / price;
}

async function encodeOrder({ venue, market }: System, trader: MockTrader, terms: Order): Promise<string> {
  const { size = 0n, pay = 0n, take = 0n, moverPaysCost = false, maxCost = MaxInt256 } = terms;
  const receiver = await resolveAddress(terms.receiver ?? trader);
  return venue.interface.encodeFunctionData("trade", [market, size, pay, take, moverPaysCost, maxCost, receiver]);
}
