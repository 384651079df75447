import { mulDivDown, mulDivUp } from "../libraries/FixedPoint.js";
import * as NavMath from "../libraries/NavMath.js";
import type { Fund } from "../libraries/NavMath.js";
import * as OrderMath from "../libraries/OrderMath.js";
import type { Order } from "../libraries/OrderMath.js";
import { ModelRevert } from "../ModelRevert.js";
import type { FundViews } from "../token/FundViews.js";
import { MaximaDesk } from "./MaximaDesk.js";

/** What a holder asks for, by shares or by assets. */
export type OrderKind = "Deposit" | "Mint" | "Withdraw" | "Redeem";

/** What a mint or redeem would come to. The venue of the model quotes exactly, so that its curve alone prices them. */
export abstract class OrderDesk extends MaximaDesk {
  /**
   * What a mint or redeem of `amount` comes to. Reverts as the call itself would, but for what bounds its size.
   * @param amount {collateral} Of a deposit or withdrawal; {share} of a mint or redeem.
   */
  orderFor(token: FundViews, kind: OrderKind, amount: bigint): Order {
    const { reading, fund } = this._read(token);
    const { targetLeverage, minted, state } = reading;
    switch (kind) {
      case "Deposit":
        return OrderMath.forDeposit(_mintable(fund), targetLeverage, amount, state.mintPpm);
      case "Mint":
        return OrderMath.forMint(_mintable(fund), targetLeverage, amount, state.mintPpm);
      case "Redeem":
        if (_isDealing(fund)) return OrderMath.forRedeemOf(fund, amount, minted, state.redeemPpm);
        return { ...OrderMath.noOrder(), shares: amount, assets: _part(amount, token.settledAssets(), minted) };
      case "Withdraw":
        if (amount === 0n) return OrderMath.noOrder();
        if (_isDealing(fund)) return OrderMath.forWithdrawOf(fund, amount, minted, state.redeemPpm);
        return _settledWithdraw(amount, token.settledAssets(), minted);
    }
  }

  /** {collateral} The fund's equity. */
  totalAssets(token: FundViews): bigint {
    const { fund } = this._read(token);
    return fund === undefined ? token.settledAssets() : NavMath.equityDown(fund);
  }

  /** {share} What `assets` {collateral} stand for at NAV, rounded down. */
  convertToShares(token: FundViews, assets: bigint): bigint {
    const { reading, fund } = this._read(token);
    if (fund === undefined) return _part(assets, reading.minted, token.settledAssets());
    return NavMath.toSharesDown(fund, assets);
  }

  /** {collateral} What `shares` stand for at NAV, rounded down. */
  convertToAssets(token: FundViews, shares: bigint): bigint {
    const { reading, fund } = this._read(token);
    if (fund === undefined) return _part(shares, token.settledAssets(), reading.minted);
    return NavMath.isWipedOut(fund) ? 0n : NavMath.toAssetsDown(fund, shares);
  }
}

function _mintable(fund: Fund | undefined): Fund {
  if (fund === undefined) throw new ModelRevert("LeveragedToken_Settled");
  if (NavMath.isWipedOut(fund)) throw new ModelRevert("LeveragedToken_WipedOut");
  return fund;
}

/** Whether a redeem trades; else it pays a part of what settling has left, or will: a redeem of a wiped-out fund settles. */
function _isDealing(fund: Fund | undefined): fund is Fund {
  return fund !== undefined && !NavMath.isWipedOut(fund);
}

function _settledWithdraw(assets: bigint, settledAssets: bigint, minted: bigint): Order {
  const shares = assets < settledAssets ? mulDivUp(assets, minted, settledAssets) : minted;
  // All shares for less than everything would leave the rest to the next minter, for none.
  if (shares === minted && assets !== settledAssets) {
    throw new ModelRevert("LeveragedToken_AmountNotReachable", [assets]);
  }
  return { ...OrderMath.noOrder(), shares, assets };
}

/** Part of a settled token's pro rata: amount * whole / base, rounded down, 0 of nothing. */
function _part(amount: bigint, whole: bigint, base: bigint): bigint {
  return base === 0n ? 0n : mulDivDown(amount, whole, base);
}
