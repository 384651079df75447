import type { MockFuturesVenue } from "../../types/ethers-contracts/index.js";

/** {collateral} All margins at the venue: it keeps no sum of them, so each account that ever had one is read. */
export async function sumOfMargins(venue: MockFuturesVenue): Promise<bigint> {
  const trades = await venue.queryFilter(venue.filters.Traded());
  const deposits = await venue.queryFilter(venue.filters.MarginDeposited());
  const accounts = new Map(
    [...trades, ...deposits].map(({ args }) => [`${args.market} ${args.account}`, args] as const),
  );
  let sum = 0n;
  for (const { market, account } of accounts.values()) sum += (await venue.account(market, account)).margin;
  return sum;
}
