import type { Address } from "../Chain.js";
import type { Decision } from "../libraries/Rebalance.js";
import { Debts } from "./Debts.js";

/** What a token says of itself, by the desk: NAV, leverage, the views of ERC-4626 and the rebalance decision. */
export abstract class FundViews extends Debts {
  /** {usd/share} NAV of one whole token, WAD. */
  nav(): bigint {
    return this.desk.nav(this);
  }

  /** {1} Real leverage at index, signed WAD. */
  leverage(): bigint {
    return this.desk.leverage(this);
  }

  /** What `rebalance()` would do now. Reverts when the price is not valid. */
  previewRebalance(): Decision {
    return this.desk.decide(this).decision;
  }

  /** {collateral} */
  totalAssets(): bigint {
    return this.desk.totalAssets(this);
  }

  /** {share} For `assets` {collateral}. */
  previewDeposit(assets: bigint): bigint {
    return this.desk.orderFor(this, "Deposit", assets).shares;
  }

  /** {collateral} For `shares`. */
  previewMint(shares: bigint): bigint {
    return this.desk.orderFor(this, "Mint", shares).assets;
  }

  /** {share} For `assets` {collateral}. */
  previewWithdraw(assets: bigint): bigint {
    return this.desk.orderFor(this, "Withdraw", assets).shares;
  }

  /** {collateral} For `shares`. */
  previewRedeem(shares: bigint): bigint {
    return this.desk.orderFor(this, "Redeem", shares).assets;
  }

  /** {collateral} */
  maxDeposit(): bigint {
    return this.desk.largestMint(this).assets;
  }

  /** {share} */
  maxMint(): bigint {
    return this.desk.largestMint(this).shares;
  }

  /** {share} */
  maxRedeem(owner: Address): bigint {
    return this.desk.largestRedeem(this, owner).shares;
  }

  /** {collateral} */
  maxWithdraw(owner: Address): bigint {
    return this.desk.largestWithdraw(this, owner);
  }

  /** {share} */
  convertToShares(assets: bigint): bigint {
    return this.desk.convertToShares(this, assets);
  }

  /** {collateral} */
  convertToAssets(shares: bigint): bigint {
    return this.desk.convertToAssets(this, shares);
  }
}
