import { expect } from "chai";
import { attempt } from "../../../src/model/index.js";
import * as RebalanceGuard from "../../../src/model/libraries/RebalanceGuard.js";
import * as RebalanceLogic from "../../../src/model/libraries/RebalanceLogic.js";
import type { TokenReading } from "../../../src/model/token/TokenTypes.js";
import { connect } from "../../support/connect.js";
import { answered, codeReturning, encoded, MAINTENANCE, POLICY, readingOf } from "../../support/libraries/guarded.js";
import { fieldsOf, outcomeOf } from "../../support/libraries/twin.js";
import { argumentsOf, rebalance } from "../../support/libraries/rebalances.js";
import { property } from "../../support/property.js";

const { ethers, networkHelpers } = await connect();
const logic = await ethers.deployContract("RebalanceLogicHarness");
const guard = await ethers.deployContract("RebalanceGuardHarness");

describe("RebalanceLogic, RebalanceGuard and their twins in TypeScript", function () {
  property(
    "decide the same to the wei, of any fund, bands and context",
    rebalance,
    async (given) => {
      const { fund, target, bands, context } = given;
      const twin = attempt(() => RebalanceLogic.decide(fund, target, bands, context));
      expect(await outcomeOf(logic.decide(...argumentsOf(given)))).to.deep.equal(fieldsOf(twin));
    },
    { normal: 500, deep: 5_000 },
  );

  property(
    "make the same of any answer of a policy",
    answered,
    async ({ given, answer }) => {
      const { fund, context } = given;
      await networkHelpers.setCode(POLICY, codeReturning(encoded(answer)));
      const reading = readingOf(given);
      const onChain = await outcomeOf(guard.decide(reading, fund, context, MAINTENANCE));
      // The guard reads neither account nor state.
      const policy = { decide: () => ({ ...answer, ...enumsOf(answer) }) };
      const twinReading = { ...reading, policy } as unknown as TokenReading;
      const twin = attempt(() => RebalanceGuard.decide(twinReading, fund, context, MAINTENANCE));
      expect(onChain).to.deep.equal(fieldsOf(twin));
    },
    { normal: 500, deep: 5_000 },
  );
});

/** The twin's enums are numbers. */
function enumsOf({ action, reason, blocker }: Readonly<Record<"action" | "reason" | "blocker", bigint>>) {
  return { action: Number(action), reason: Number(reason), blocker: Number(blocker) };
}
