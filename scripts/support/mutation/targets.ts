import type { ContractName } from "./compiler.js";

/** One step of judging a mutant: rebuild `contract`, and if its code differs run `tests`. */
export interface Stage {
  readonly name: string;
  readonly contract: ContractName;
  /** Folders, or patterns of files. */
  readonly tests: readonly string[];
}

export interface Target {
  readonly file: string;
  /** From the cheapest to the dearest; the first failing test ends it. */
  readonly stages: readonly Stage[];
}

const PARITY = "test/parity";

const VENUE: Stage = {
  name: "venue",
  contract: "contracts/mocks/MockFuturesVenue.sol:MockFuturesVenue",
  tests: ["test/unit/venue", PARITY],
};
const TOKEN: Stage = {
  name: "token",
  contract: "contracts/LeveragedToken.sol:LeveragedToken",
  tests: [PARITY, "test/unit/token"],
};
const LENS: Stage = {
  name: "lens",
  contract: "contracts/LeveragedTokenLens.sol:LeveragedTokenLens",
  tests: ["test/unit/lens"],
};
const FACTORY: Stage = {
  name: "factory",
  contract: "contracts/LeveragedTokenFactory.sol:LeveragedTokenFactory",
  tests: ["test/unit/factory"],
};

/** A library alone, made callable: a rebuild takes a second or two instead of a quarter of a minute. */
function harness(library: string, tests: string): Stage {
  return {
    name: "library",
    contract: `contracts/mocks/harness/${library}Harness.sol:${library}Harness`,
    tests: [`test/unit/libraries/${tests}*.test.ts`],
  };
}

/** What is mutated, and everything built from it that could tell. */
export const TARGETS: readonly Target[] = [
  {
    file: "contracts/libraries/FixedPoint.sol",
    stages: [harness("FixedPoint", "fixedPoint"), VENUE, TOKEN, LENS, FACTORY],
  },
  { file: "contracts/libraries/CostCurve.sol", stages: [harness("CostCurve", "costCurve"), VENUE, TOKEN] },
  { file: "contracts/libraries/NavMath.sol", stages: [harness("NavMath", "navMath"), TOKEN, LENS] },
  { file: "contracts/libraries/OrderMath.sol", stages: [harness("OrderMath", "order"), TOKEN] },
  {
    file: "contracts/libraries/RebalanceLogic.sol",
    stages: [harness("RebalanceLogic", "rebalance"), TOKEN, LENS, FACTORY],
  },
  { file: "contracts/libraries/FeeMath.sol", stages: [harness("FeeMath", "feeMath"), TOKEN, FACTORY] },
  { file: "contracts/mocks/venue/VenueMath.sol", stages: [harness("VenueMath", "venueMath"), VENUE] },
  { file: "contracts/mocks/venue/VenueState.sol", stages: [VENUE] },
  { file: "contracts/mocks/venue/VenueBooks.sol", stages: [VENUE] },
  { file: "contracts/mocks/venue/VenueViews.sol", stages: [VENUE] },
  { file: "contracts/mocks/venue/VenueOutage.sol", stages: [VENUE] },
  { file: "contracts/mocks/venue/VenueLiquidity.sol", stages: [VENUE] },
  { file: "contracts/mocks/MockFuturesVenue.sol", stages: [VENUE] },
];

export function targetOf(file: string): Target {
  const target = TARGETS.find((each) => each.file === file);
  if (target === undefined) throw new Error(`${file} is not among the mutated files.`);
  return target;
}

/** Every stage of these targets once. */
export function stagesOf(targets: readonly Target[]): Stage[] {
  return [
    ...new Map(targets.flatMap(({ stages }) => stages.map((stage) => [stage.contract, stage] as const))).values(),
  ];
}
