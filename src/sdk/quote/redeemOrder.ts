import { forLastRedeem, forRedeem, noOrder, type Order } from "../../model/libraries/OrderMath.js";
import { isWipedOut, type Fund } from "../../model/libraries/NavMath.js";
import type { Token } from "../read/Token.js";

/** How the token prices a redeem that is not pro rata; a settled or wiped-out one moves no position. */
export function redeemOrder(token: Token, fund: Fund | undefined, shares: bigint): Order {
  if (fund === undefined || isWipedOut(fund)) return noOrder();
  const { redeemPpm } = token.fees;
  return shares === token.totalSupply ? forLastRedeem(fund, shares, redeemPpm) : forRedeem(fund, shares, redeemPpm);
}
