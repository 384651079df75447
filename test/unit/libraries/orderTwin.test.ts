import { expect } from "chai";
import { attempt } from "../../../src/model/index.js";
import * as OrderMath from "../../../src/model/libraries/OrderMath.js";
import { connect } from "../../support/connect.js";
import { byAssets, byShares } from "../../support/libraries/orders.js";
import { fieldsOf, outcomeOf } from "../../support/libraries/twin.js";
import { property } from "../../support/property.js";

const { ethers } = await connect();
const math = await ethers.deployContract("OrderMathHarness");
const CASES = { normal: 300, deep: 3_000 };

describe("OrderMath and its twin in TypeScript", function () {
  property(
    "price a mint and a redeem the same to the wei",
    byShares,
    async ({ fund, target, quantity, feePpm }) => {
      const mint = attempt(() => OrderMath.forMint(fund, target, quantity, feePpm));
      expect(await outcomeOf(math.forMint(fund, target, quantity, feePpm)), "mint").to.deep.equal(fieldsOf(mint));
      const redeem = attempt(() => OrderMath.forRedeem(fund, quantity, feePpm));
      expect(await outcomeOf(math.forRedeem(fund, quantity, feePpm)), "redeem").to.deep.equal(fieldsOf(redeem));
    },
    CASES,
  );

  property(
    "price a deposit and a withdrawal the same to the wei",
    byAssets,
    async ({ fund, target, quantity, feePpm }) => {
      const deposit = attempt(() => OrderMath.forDeposit(fund, target, quantity, feePpm));
      expect(await outcomeOf(math.forDeposit(fund, target, quantity, feePpm)), "deposit").to.deep.equal(
        fieldsOf(deposit),
      );
      const withdraw = attempt(() => OrderMath.forWithdraw(fund, quantity, feePpm));
      const onChain = math
        .forWithdraw(fund, quantity, feePpm)
        .then(({ order, exists }) => (exists ? order : undefined));
      expect(await outcomeOf(onChain), "withdraw").to.deep.equal(fieldsOf(withdraw));
    },
    CASES,
  );
});
