import type { Address } from "../Chain.js";
import { div, uint256 } from "../libraries/Checked.js";
import { mulDivDown, mulWadDown, WAD } from "../libraries/FixedPoint.js";
import { abs, min, saturatingSub } from "../libraries/Math.js";
import * as NavMath from "../libraries/NavMath.js";
import * as OrderMath from "../libraries/OrderMath.js";
import { attempt } from "../ModelRevert.js";
import type { FundViews } from "../token/FundViews.js";
import { Phase } from "../token/TokenTypes.js";
import { RefusalDesk } from "./RefusalDesk.js";

/** The largest mint and redeem by venue, capacity and leverage. */
export abstract class MaximaDesk extends RefusalDesk {
  /** The largest deposit {collateral} that would succeed now, and the shares it mints; never reverts. */
  largestMint(token: FundViews): { assets: bigint; shares: bigint } {
    const none = { assets: 0n, shares: 0n };
    const assets = attempt(() => this.mintableAssets(token));
    if (assets === undefined || assets === 0n) return none; // no valid price, or no room
    const shares = attempt(() => token.previewDeposit(assets));
    return shares === undefined || shares === 0n ? none : { assets, shares };
  }

  /** The most shares `owner` can redeem now, and the assets {collateral} they pay; never reverts. */
  largestRedeem(token: FundViews, owner: Address): { shares: bigint; assets: bigint } {
    const none = { shares: 0n, assets: 0n };
    const shares = attempt(() => this.redeemableShares(token, owner));
    if (shares === undefined) return none; // no valid price
    // It may cost all it is worth.
    const assets = attempt(() => token.previewRedeem(shares));
    return assets === undefined ? none : { shares, assets };
  }

  /** {collateral} The largest deposit by venue, capacity and leverage. Reverts when the price is not valid. */
  mintableAssets(token: FundViews): bigint {
    const reading = token.reading();
    const { state, targetLeverage, unit } = reading;
    if (state.phase === Phase.Settled || state.mintPaused) return 0n;
    const { position, room } = reading.account.snapshot(reading.market, token.address);
    if (position.halted) return 0n;
    const fund = this._fill(position, reading);
    if (NavMath.isWipedOut(fund)) return 0n;
    const target = abs(targetLeverage);
    let most = targetLeverage > 0n ? room.maxLong : room.maxShort;
    if (OrderMath.comesAtTarget(fund, targetLeverage)) {
      if (!NavMath.isTooSmall(fund)) return 0n;
      most = uint256(most * fund.price) / target;
    } else {
      if (abs(NavMath.leverage(fund)) > mulWadDown(target, reading.emergencyBand)) return 0n;
      most = div(uint256(most * fund.equity), abs(fund.size));
    }
    const capacity = (state.capacity * WAD) / unit;
    return min(saturatingSub(capacity, NavMath.equityUp(fund)), most / unit);
  }

  /**
   * {share} The most `owner` can redeem at once; none where the venue takes no reduction as small, or is known to refuse them
   * all. Reverts when the price is not valid.
   */
  redeemableShares(token: FundViews, owner: Address): bigint {
    const reading = token.reading();
    const { minted, state } = reading;
    let shares = token.balanceOf(owner);
    if (state.phase === Phase.Settled) return shares;
    const { position, room } = reading.account.snapshot(reading.market, token.address);
    if (position.halted || this.refusedSince(token) !== 0n) return 0n;
    const fund = this._fill(position, reading);
    const held = abs(position.size);
    // A fund whose equity is gone is settled by its redeem.
    if (room.maxReduction < held && !NavMath.isWipedOut(fund)) {
      // Of this value the redeem closes no more, rounded up as it is.
      const most = mulDivDown(room.maxReduction, NavMath.equityDown(fund), held);
      shares = min(shares, NavMath.toSharesDown(fund, most));
      // All shares would close the whole position, and one left over would be worth nothing.
      if (shares === minted) shares /= 2n;
    }
    if (room.minReduction === 0n || shares === minted) return shares;
    const { sizeDelta } = OrderMath.forRedeem(fund, shares, state.redeemPpm);
    return abs(sizeDelta) < room.minReduction ? 0n : shares;
  }

  /** {collateral} The most `owner` can withdraw now; never reverts. */
  largestWithdraw(token: FundViews, owner: Address): bigint {
    const { assets } = this.largestRedeem(token, owner);
    // What shares pay is not always an amount that can be asked for.
    const burnt = attempt(() => token.previewWithdraw(assets));
    return burnt !== undefined && burnt <= token.balanceOf(owner) && this.isPieceTaken(token, assets) ? assets : 0n;
  }

  /**
   * Whether the venue takes a reduction as small as that of a withdrawal of `assets` {collateral}: who leaves last closes the
   * whole position by shares, but by an amount only what backs it. Reverts when the price is not valid.
   */
  isPieceTaken(token: FundViews, assets: bigint): boolean {
    const reading = token.reading();
    if (reading.state.phase === Phase.Settled) return true;
    const { position, room } = reading.account.snapshot(reading.market, token.address);
    if (room.minReduction === 0n) return true;
    const fund = this._fill(position, reading);
    const { sizeDelta } = OrderMath.forWithdrawOf(fund, assets, reading.minted, reading.state.redeemPpm);
    return abs(sizeDelta) >= room.minReduction;
  }
}
