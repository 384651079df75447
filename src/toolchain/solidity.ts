/** All compiler settings; hardhat.config.ts and the runs for coverage and mutation take theirs from here. */
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * The compiler's own sequence but for one step, the specialisation of functions to constant arguments: its copies made
 * LeveragedToken 2,800 bytes larger and saved no gas worth naming.
 */
const STEPS =
  "dhfoDgvulfnTUtnIf[xa[r]EscLMVcul[j]Trpeulxa[r]cLgvifCTUca[r]LSsTOtfDnca[r]Iulc]jmul[jul]VcTOculjmul:fDnTOcmu";

/** For everything no group below names, and that is all we deploy for good but AccessManager. */
export const product = {
  version: "0.8.37",
  // In production Hardhat would compile each file alone, which is another input than the one that was tested.
  isolated: false,
  // From the npm package `solc`: a build downloads nothing, and every machine runs the same bytes.
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
  settings: {
    viaIR: true,
    optimizer: { enabled: true, runs: 200, details: { yul: true, yulDetails: { optimizerSteps: STEPS } } },
    evmVersion: "cancun",
    // No hash of sources at the end of the code: bytes change only when what they do changes.
    metadata: { bytecodeHash: "none", appendCBOR: false },
  },
};

/** Deployed as it is: nothing of ours imports it. */
export const npmFilesToBuild = ["@openzeppelin/contracts/access/manager/AccessManager.sol"];

/** Files compiled together, apart from all others, and where their settings differ from the product's. */
interface CompilationGroup {
  readonly files: readonly string[];
  readonly viaIR: boolean;
  /** How often the optimizer expects code to run; undefined for no optimizer. */
  readonly runs: number | undefined;
}

export const groups: readonly CompilationGroup[] = [
  // Exchange and feeds stand for contracts that are optimised for gas, and measured gas contains theirs. The harnesses
  // give the libraries to tests under these settings too: same results as in the product, other gas.
  { files: sources("contracts/mocks/{*,harness/*,venue/*}.sol"), viaIR: true, runs: 3_000 },
  // As its authors publish it; the product's settings take four times as long to compile and save no gas.
  { files: npmFilesToBuild, viaIR: false, runs: 200 },
  // Only tests run these: they should compile fast. Tests in Solidity deploy the product from its own build, so these
  // settings never reach it; two groups of them keep two cores busy.
  quick("contracts/mocks/{actors,faulty}/*.sol"),
  quick("test/conformance/**/*.sol", "test/unit/**/*.sol"),
  quick("test/invariant/**/*.sol"),
];

function quick(...patterns: string[]): CompilationGroup {
  return { files: patterns.flatMap(sources), viaIR: false, runs: undefined };
}

function sources(pattern: string): string[] {
  return globSync(pattern, { cwd: ROOT }).map((file) => file.replaceAll("\\", "/"));
}
