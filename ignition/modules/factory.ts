import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { dataLength, dataSlice } from "ethers";
import { LeveragedToken__factory, LeveragedTokenFactory__factory } from "../../types/ethers-contracts/index.js";
import { ROLES, type AccessModule } from "./access.js";

/** {bytes} The largest contract a chain takes is 24,576; a chunk carries one byte of its own. */
const CHUNK_SIZE = 24_575;

const factoryInterface = LeveragedTokenFactory__factory.createInterface();
const GOVERNOR_ONLY = [
  factoryInterface.getFunction("create").selector,
  factoryInterface.getFunction("allowMarket").selector,
  factoryInterface.getFunction("allowPolicy").selector,
  factoryInterface.getFunction("setFeeCollector").selector,
  factoryInterface.getFunction("setFees").selector,
  factoryInterface.getFunction("setLimits").selector,
  factoryInterface.getFunction("unpauseMint").selector,
  factoryInterface.getFunction("windDown").selector,
];
const GUARDIAN_ONLY = [factoryInterface.getFunction("pauseMint").selector];

/** The factory with its desk, the tokens' creation code and its roles, the lens, and upkeep and router over its registry. */
export function factoryModule(access: AccessModule, feeCollector: string) {
  return buildModule("Factory", (m) => {
    const { accessManager } = m.useModule(access);
    const chunks = creationCodeChunks().map((chunk, index) =>
      m.contract("CodeChunk", [chunk], { id: `CodeChunk_${String(index)}` }),
    );
    const desk = m.contract("FundDesk");
    const factory = m.contract("LeveragedTokenFactory", [accessManager, feeCollector, desk, chunks]);
    const lens = m.contract("LeveragedTokenLens");
    const upkeep = m.contract("RebalanceUpkeep", [factory]);
    const router = m.contract("LeveragedTokenRouter", [factory]);
    m.call(accessManager, "setTargetFunctionRole", [factory, GOVERNOR_ONLY, ROLES.GOVERNOR], {
      id: "governor_governs",
    });
    m.call(accessManager, "setTargetFunctionRole", [factory, GUARDIAN_ONLY, ROLES.GUARDIAN], { id: "guardian_pauses" });
    return { factory, lens, upkeep, router };
  });
}

export type FactoryModule = ReturnType<typeof factoryModule>;

function creationCodeChunks(): string[] {
  const code = LeveragedToken__factory.bytecode;
  const length = dataLength(code);
  const count = Math.ceil(length / CHUNK_SIZE);
  return Array.from({ length: count }, (_, i) =>
    dataSlice(code, i * CHUNK_SIZE, Math.min((i + 1) * CHUNK_SIZE, length)),
  );
}
