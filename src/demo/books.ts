import { ZeroAddress } from "ethers";
import type { Stage } from "./stage.js";
import type { Holder } from "./wallets.js";

/** One line of the books. */
export interface Entry {
  readonly what: string;
  /** {collateral} */
  readonly amount: bigint;
}

/** Where all the money came from and where it is, read from the chain. */
export interface Books {
  readonly brought: readonly Entry[];
  readonly held: readonly Entry[];
  readonly totalBrought: bigint;
  readonly totalHeld: bigint;
  /** {collateral} The pool's gain: what its counterparties lost. */
  readonly poolGain: bigint;
}

/** What the venue holds against what it owes. */
export interface VenueSolvency {
  readonly balance: bigint;
  readonly owed: bigint;
}

/** What the venue holds and owes now. */
export async function venueSolvency(stage: Stage): Promise<VenueSolvency> {
  const { venue, system, deployment } = stage;
  const [balance, { pool, insurance }, margins] = await Promise.all([
    system.collateral.contract.balanceOf(deployment.venue),
    venue.books(),
    sumOfMargins(stage),
  ]);
  return { balance, owed: pool + insurance + margins };
}

/** Reads the books. What came in is every coin ever minted; where it is now, every account that ever received one. */
export async function readBooks(stage: Stage, holders: readonly Holder[], invested: bigint): Promise<Books> {
  const { system, venue, deployment, tokens, keeper, liquidator, collector } = stage;
  const collateral = system.collateral.contract;
  const balanceOf = (account: string) => collateral.balanceOf(account);

  const transfers = await collateral.queryFilter(collateral.filters.Transfer(), 0);
  const minted = transfers
    .filter(({ args }) => args.from === ZeroAddress)
    .reduce((sum, { args }) => sum + args.value, 0n);
  const seeded = await seeds(stage);
  const byWallets = invested * BigInt(holders.length);
  const brought: Entry[] = [
    ...holders.map(({ name }) => ({ what: name, amount: invested })),
    { what: "liquidity providers' seed", amount: seeded.liquidity },
    { what: "insurance's seed", amount: seeded.insurance },
    { what: "others", amount: minted - byWallets - seeded.liquidity - seeded.insurance },
  ];

  const { pool, insurance } = await venue.books();
  const margins = await sumOfMargins(stage);
  const atVenue = await balanceOf(deployment.venue);
  const named: Entry[] = [
    ...(await Promise.all(holders.map(async ({ name, wallet }) => entry(name, await balanceOf(wallet.address))))),
    entry("venue: liquidity pool", pool),
    entry("venue: insurance", insurance),
    entry("venue: traders' margin", margins),
    entry("venue: owed to nobody", atVenue - pool - insurance - margins),
    entry("fee collector", await balanceOf(collector)),
    entry("keeper (tips)", await balanceOf(keeper)),
    entry("liquidator (rewards)", await balanceOf(liquidator)),
    ...(await Promise.all(tokens.map(async ({ symbol, address }) => entry(symbol, await balanceOf(address))))),
  ];
  const known = new Set([
    ...[deployment.venue, collector, keeper, liquidator, ZeroAddress],
    ...holders.map(({ wallet }) => wallet.address),
    ...tokens.map(({ address }) => address),
  ]);
  const others = new Set(transfers.map(({ args }) => args.to).filter((account) => !known.has(account)));
  const balances = await Promise.all([...others].map(balanceOf));
  const held = [...named, entry("others", balances.reduce(add, 0n))];

  return {
    brought: brought.filter(isWorthALine),
    held: held.filter(isWorthALine),
    totalBrought: sum(brought),
    totalHeld: sum(held),
    poolGain: pool - seeded.liquidity,
  };
}

/** All margins at the venue: nobody but the tokens trades there. */
async function sumOfMargins({ venue, marketId, tokens }: Stage): Promise<bigint> {
  const accounts = await Promise.all(tokens.map(({ address }) => venue.account(marketId, address)));
  return accounts.reduce((total, { margin }) => total + margin, 0n);
}

async function seeds({ venue }: Stage): Promise<{ liquidity: bigint; insurance: bigint }> {
  const deposits = await venue.queryFilter(venue.filters.LiquidityDeposited(), 0);
  const funded = await venue.queryFilter(venue.filters.InsuranceFunded(), 0);
  return {
    liquidity: deposits.reduce((total, { args }) => total + args.assets, 0n),
    insurance: funded.reduce((total, { args }) => total + args.assets, 0n),
  };
}

/** Accounts that came out empty are not worth a line, unless a reader would look for them. */
function isWorthALine({ what, amount }: Entry): boolean {
  return amount !== 0n || /^(fee|keeper|liquidator)/.test(what);
}

function entry(what: string, amount: bigint): Entry {
  return { what, amount };
}

function sum(entries: readonly Entry[]): bigint {
  return entries.map(({ amount }) => amount).reduce(add, 0n);
}

function add(a: bigint, b: bigint): bigint {
  return a + b;
}
