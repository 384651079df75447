import { encodeBytes32String } from "ethers";
import { errorContext, knownSymbol, tokenContract, type System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";
import type { ErrorContext } from "../errors/Phrases.js";
import { ZeroAmountError } from "../errors/token.js";
import { MarketHaltedError } from "../errors/venue.js";
import { redeemFeeOf } from "../history/feeOf.js";
import { subtractSlippage } from "../prepare/subtractSlippage.js";
import { chargesOf, NO_CHARGES } from "./chargesOf.js";
import type { QuoteTerms, RedeemQuote } from "./Quote.js";
import { readFund, type PricedToken } from "./readFund.js";
import { redeemOrder } from "./redeemOrder.js";

export interface RedeemQuoteOrder extends QuoteTerms {
  readonly token: string;
  /** {share} What is burnt. */
  readonly shares: bigint;
}

/** Quotes a redeem of exactly `shares`. Throws what the token would refuse it with. */
export async function quoteRedeem(system: System, order: RedeemQuoteOrder): Promise<RedeemQuote> {
  const symbol = knownSymbol(system, order.token);
  const context = errorContext(system, symbol, "redeem");
  const { shares, slippage } = order;
  try {
    const block = order.block ?? (await system.provider.getBlockNumber());
    const { priced, assets } = await priceRedeem(system, symbol, shares, block, context);
    const { token, fund } = priced;
    const redeem = redeemOrder(token, fund, shares);
    const fee = redeemFeeOf(redeem);
    const charges = fund === undefined ? NO_CHARGES : chargesOf(fund, redeem, fee, assets + redeem.cost + fee);
    const minAssets = subtractSlippage(assets, slippage);
    return { kind: "redeem", token: symbol, shares, assets, minAssets, nav: token.nav, ...charges };
  } catch (error) {
    throw decodeError(error, context);
  }
}

/** What a redeem pays out, by the token's own preview, and what it is priced on. */
export async function priceRedeem(
  system: System,
  symbol: string,
  shares: bigint,
  block: number,
  context: ErrorContext,
): Promise<{ priced: PricedToken; assets: bigint }> {
  if (shares === 0n) throw new ZeroAmountError({}, context);
  const [priced, assets] = await Promise.all([
    readFund(system, symbol, block),
    tokenContract(system, symbol).previewRedeem(shares, { blockTag: block }),
  ]);
  const { token } = priced;
  if (token.health === "VenueHalted") {
    throw new MarketHaltedError({ market: encodeBytes32String(token.market) }, context);
  }
  return { priced, assets };
}
