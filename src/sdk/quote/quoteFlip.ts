import { mulWad } from "../../model/libraries/FixedPoint.js";
import type { Fund } from "../../model/libraries/NavMath.js";
import { forDeposit } from "../../model/libraries/OrderMath.js";
import { errorContext, knownSymbol, type System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";
import { SameTokenError } from "../errors/router.js";
import { ZeroAmountError } from "../errors/token.js";
import { mintFeeOf, redeemFeeOf } from "../history/feeOf.js";
import { subtractSlippage } from "../prepare/subtractSlippage.js";
import { addCharges, chargesOf, NO_CHARGES } from "./chargesOf.js";
import type { FlipQuote, QuoteTerms } from "./Quote.js";
import { priceRedeem } from "./quoteRedeem.js";
import { readFund } from "./readFund.js";
import { redeemOrder } from "./redeemOrder.js";
import { requireMintable, requireRoom } from "./requireMintable.js";

export interface FlipQuoteOrder extends QuoteTerms {
  readonly from: string;
  readonly to: string;
  /** {share} What is burnt, of `from`. */
  readonly shares: bigint;
}

/**
 * Quotes a change of exactly `shares` from one token to another. In one market the redeem moves the skew on which the mint
 * is then priced, which no preview knows, so the mint is priced with the contracts' own arithmetic. Throws what either
 * token would refuse it with.
 */
export async function quoteFlip(system: System, order: FlipQuoteOrder): Promise<FlipQuote> {
  const [from, to] = [knownSymbol(system, order.from), knownSymbol(system, order.to)];
  const context = { ...errorContext(system, to, "flip"), from };
  const { shares, slippage } = order;
  if (from === to) throw new SameTokenError({ token: system.deployment.tokens[to] ?? "" }, context);
  try {
    const block = order.block ?? (await system.provider.getBlockNumber());
    const [{ priced: left, assets }, entered] = await Promise.all([
      priceRedeem(system, from, shares, block, context),
      readFund(system, to, block),
    ]);
    const { token } = entered;
    const before = requireMintable(token, entered.fund, assets, context);
    const redeem = redeemOrder(left.token, left.fund, shares);
    const isSameMarket = left.token.venue === token.venue && left.token.market === token.market;
    // What the redeem gives back to the market, the mint may take again.
    if (!isSameMarket) requireRoom(token, assets, context);
    const fund = isSameMarket ? withSkewMoved(before, redeem.sizeDelta) : before;
    const mint = forDeposit(fund, token.targetLeverage, assets, token.fees.mintPpm);
    if (mint.shares === 0n) throw new ZeroAmountError({}, context);
    const fee = redeemFeeOf(redeem);
    const value = assets + redeem.cost + fee;
    const out = left.fund === undefined ? NO_CHARGES : chargesOf(left.fund, redeem, fee, value);
    return {
      kind: "flip",
      from,
      to,
      shares,
      assets,
      minted: mint.shares,
      minMinted: subtractSlippage(mint.shares, slippage),
      navFrom: left.token.nav,
      navTo: token.nav,
      ...addCharges(out, chargesOf(fund, mint, mintFeeOf(mint), assets), value),
    };
  } catch (error) {
    throw decodeError(error, context);
  }
}

function withSkewMoved(fund: Fund, sizeDelta: bigint): Fund {
  const skew = fund.curve.skew + mulWad(sizeDelta, fund.price);
  return { ...fund, curve: { ...fund.curve, skew } };
}
