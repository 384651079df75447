import { expect } from "chai";
import { mintFeeOf, redeemFeeOf } from "../../../src/sdk/history/feeOf.js";

const SHARE = 10n ** 18n;

describe("What a fee in shares is worth", function () {
  it("is its part of what a mint added, at the mint's own price", function () {
    // 1,000 paid, 3 for the trade: 997 for 997 shares, one in a thousand of them the collector's.
    const mint = { assets: 1_000_000_000n, cost: 3_000_000n, shares: 996n * SHARE, feeShares: SHARE };
    expect(mintFeeOf(mint)).to.equal(1_000_000n);
  });

  it("is what the redeemed shares beside it were paid for", function () {
    // 998 of 1,000 shares are redeemed at 2 each, of which the trade took 4.
    const redeem = { assets: 1_992_000_000n, cost: 4_000_000n, shares: 1_000n * SHARE, feeShares: 2n * SHARE };
    expect(redeemFeeOf(redeem)).to.equal(4_000_000n);
  });

  it("counts what a venue pays to the mover as value too", function () {
    const paid = { assets: 1_000n, cost: -10n, shares: 99n, feeShares: 1n };
    expect(mintFeeOf({ ...paid, assets: 1_000n })).to.equal(10n);
    expect(redeemFeeOf({ ...paid, shares: 100n })).to.equal(10n);
  });

  it("is nothing where no shares were charged, and of a settled token, which moves none", function () {
    expect(mintFeeOf({ assets: 7n, cost: 0n, shares: 0n, feeShares: 0n })).to.equal(0n);
    expect(redeemFeeOf({ assets: 7n, cost: 0n, shares: 7n, feeShares: 0n })).to.equal(0n);
  });
});
