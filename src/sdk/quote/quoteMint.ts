import { forDeposit } from "../../model/libraries/OrderMath.js";
import { errorContext, knownSymbol, tokenContract, type System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";
import { ZeroAmountError } from "../errors/token.js";
import { mintFeeOf } from "../history/feeOf.js";
import { subtractSlippage } from "../prepare/subtractSlippage.js";
import { chargesOf } from "./chargesOf.js";
import type { MintQuote, QuoteTerms } from "./Quote.js";
import { readFund } from "./readFund.js";
import { requireMintable, requireRoom } from "./requireMintable.js";

export interface MintQuoteOrder extends QuoteTerms {
  readonly token: string;
  /** {collateral} What is paid. */
  readonly assets: bigint;
}

/** Quotes a mint for exactly `assets`. Throws what the token would refuse it with. */
export async function quoteMint(system: System, order: MintQuoteOrder): Promise<MintQuote> {
  const symbol = knownSymbol(system, order.token);
  const context = errorContext(system, symbol, "mint");
  const { assets, slippage } = order;
  if (assets === 0n) throw new ZeroAmountError({}, context);
  try {
    const block = order.block ?? (await system.provider.getBlockNumber());
    const [priced, shares] = await Promise.all([
      readFund(system, symbol, block),
      tokenContract(system, symbol).previewDeposit(assets, { blockTag: block }),
    ]);
    const { token } = priced;
    const fund = requireMintable(token, priced.fund, assets, context);
    requireRoom(token, assets, context);
    if (shares === 0n) throw new ZeroAmountError({}, context);
    const mint = forDeposit(fund, token.targetLeverage, assets, token.fees.mintPpm);
    const charges = chargesOf(fund, mint, mintFeeOf(mint), assets);
    const minShares = subtractSlippage(shares, slippage);
    return { kind: "mint", token: symbol, assets, shares, minShares, nav: token.nav, ...charges };
  } catch (error) {
    throw decodeError(error, context);
  }
}
