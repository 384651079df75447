import { expect } from "chai";
import { attempt } from "../../../src/model/index.js";
import * as RebalanceLogic from "../../../src/model/libraries/RebalanceLogic.js";
import { connect } from "../../support/connect.js";
import { fieldsOf, outcomeOf } from "../../support/libraries/twin.js";
import { argumentsOf, rebalance } from "../../support/libraries/rebalances.js";
import { property } from "../../support/property.js";

const { ethers } = await connect();
const logic = await ethers.deployContract("RebalanceLogicHarness");

describe("RebalanceLogic and its twin in TypeScript", function () {
  property(
    "decide the same to the wei, whatever fund, policy and circumstances are",
    rebalance,
    async (given) => {
      const { fund, target, policy, facts, timestamp } = given;
      const twin = attempt(() => RebalanceLogic.decide(fund, target, policy, facts, timestamp));
      expect(await outcomeOf(logic.decide(...argumentsOf(given)))).to.deep.equal(fieldsOf(twin));
    },
    { normal: 500, deep: 5_000 },
  );
});
