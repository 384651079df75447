import type { AddressLike } from "ethers";
import type { AccountOwner, IFuturesVenue, IVenueAccount } from "../../../types/ethers-contracts/index.js";
import { IVenueAccount__factory } from "../../../types/ethers-contracts/index.js";
import { setPrice } from "../actions.js";
import { WAD } from "../numbers.js";
import type { System } from "../system.js";
import type { Outage } from "./outage.js";

/** A venue whose promises are looked at. The system gives it collateral, a feed and its oracle. */
export interface VenueUnderTest {
  readonly system: System;
  readonly venue: IFuturesVenue;
  readonly market: string;
  /** Called once an account is open and its first trade done: from here on the venue may show its fault. */
  readonly unsettle: () => Promise<void>;
  /** Every way in which its market can die. */
  readonly outages: readonly Outage[];
}

/** Two accounts at it: one with money, and a stranger who has none and wants the other's. */
export interface Stage extends VenueUnderTest {
  readonly owner: AccountOwner;
  readonly stranger: AccountOwner;
  readonly account: IVenueAccount;
}

/** {collateral, whole units} What the owner of an account has. */
const FORTUNE = 1_000_000_000n;

export async function setStage(under: VenueUnderTest): Promise<Stage> {
  const { system, venue, market } = under;
  const { ethers } = system.connection;
  const owner = await ethers.deployContract("AccountOwner", [venue, market]);
  const stranger = await ethers.deployContract("AccountOwner", [venue, market]);
  await system.collateral.mint(owner, FORTUNE * system.unit);
  const account = IVenueAccount__factory.connect(await owner.account(), system.governor);
  return { ...under, owner, stranger, account };
}

/** Publishes the initial price times `1 + change`, change {1e-3}. */
export async function priceAt({ system }: Stage, change: number): Promise<void> {
  await setPrice(system, (system.options.price * BigInt(1_000 + change)) / 1_000n);
}

/** {collateral} */
export function inUnits({ system }: Stage, usd: bigint): bigint {
  return (usd * system.unit) / WAD;
}

/** Calls a contract as the stranger while the owner watches its account. */
export async function provoke(stage: Stage, target: AddressLike, data: string) {
  const target_ = await stage.system.connection.ethers.resolveAddress(target);
  const call = stage.stranger.interface.encodeFunctionData("execute", [target_, data]);
  return stage.owner.watch(stage.stranger, call);
}
