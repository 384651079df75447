import { expect } from "chai";
import fc from "fast-check";
import { attempt } from "../../../src/model/index.js";
import * as OrderMath from "../../../src/model/libraries/OrderMath.js";
import { connect } from "../../support/connect.js";
import { signed } from "../../support/libraries/arbitrary.js";
import { MOST_UNITS } from "../../support/libraries/fund.js";
import { byAssets, byShares } from "../../support/libraries/orders.js";
import { fieldsOf, outcomeOf } from "../../support/libraries/twin.js";
import { property } from "../../support/property.js";

const { ethers } = await connect();
const math = await ethers.deployContract("OrderMathHarness");
const CASES = { normal: 300, deep: 3_000 };

/** {collateral} What the venue may charge more or less than expected. */
const surprise = signed(MOST_UNITS);

describe("OrderMath and its twin in TypeScript", function () {
  property(
    "price a mint and a redeem the same to the wei, and correct them by the same cost",
    fc.tuple(byShares, surprise),
    async ([{ fund, target, quantity, feePpm }, off]) => {
      const mint = attempt(() => OrderMath.forMint(fund, target, quantity, feePpm));
      expect(await outcomeOf(math.forMint(fund, target, quantity, feePpm)), "mint").to.deep.equal(fieldsOf(mint));
      if (mint !== undefined) {
        const minted = OrderMath.withCostOfMint(mint, mint.cost + off);
        expect(await math.withCostOfMint(mint, mint.cost + off), "minted").to.deep.equal(fieldsOf(minted));
      }
      const redeem = attempt(() => OrderMath.forRedeem(fund, quantity, feePpm));
      expect(await outcomeOf(math.forRedeem(fund, quantity, feePpm)), "redeem").to.deep.equal(fieldsOf(redeem));
      if (redeem !== undefined) {
        const redeemed = attempt(() => OrderMath.withCostOfRedeem(redeem, redeem.cost + off));
        const onChain = await outcomeOf(math.withCostOfRedeem(redeem, redeem.cost + off));
        expect(onChain, "redeemed").to.deep.equal(fieldsOf(redeemed));
      }
      const last = attempt(() => OrderMath.forLastRedeem(fund, quantity, feePpm));
      const onChain = await outcomeOf(math.forLastRedeem(fund, quantity, feePpm));
      expect(onChain, "last redeem").to.deep.equal(fieldsOf(last));
    },
    CASES,
  );

  property(
    "price a deposit and a withdrawal the same to the wei, and correct them by the same cost",
    fc.tuple(byAssets, surprise),
    async ([{ fund, target, quantity, feePpm }, off]) => {
      const deposit = attempt(() => OrderMath.forDeposit(fund, target, quantity, feePpm));
      expect(await outcomeOf(math.forDeposit(fund, target, quantity, feePpm)), "deposit").to.deep.equal(
        fieldsOf(deposit),
      );
      if (deposit !== undefined) {
        const deposited = attempt(() => OrderMath.withCostOfDeposit(deposit, fund, deposit.cost + off, feePpm));
        const onChain = await outcomeOf(math.withCostOfDeposit(deposit, fund, deposit.cost + off, feePpm));
        expect(onChain, "deposited").to.deep.equal(fieldsOf(deposited));
      }
      const withdraw = attempt(() => OrderMath.forWithdraw(fund, quantity, feePpm));
      const onChain = math
        .forWithdraw(fund, quantity, feePpm)
        .then(({ order, exists }) => (exists ? order : undefined));
      expect(await outcomeOf(onChain), "withdraw").to.deep.equal(fieldsOf(withdraw));
      if (withdraw !== undefined) {
        const withdrawn = attempt(() => OrderMath.withCostOfWithdraw(withdraw, fund, withdraw.cost + off, feePpm));
        const corrected = await outcomeOf(math.withCostOfWithdraw(withdraw, fund, withdraw.cost + off, feePpm));
        expect(corrected, "withdrawn").to.deep.equal(fieldsOf(withdrawn));
      }
    },
    CASES,
  );
});
