import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { HardhatPlugin } from "hardhat/types/plugins";

/** Deployed as it is: nothing of ours imports it. */
export const npmFilesToBuild = ["@openzeppelin/contracts/access/manager/AccessManager.sol"];

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

function sources(pattern: string): string[] {
  return globSync(pattern, { cwd: ROOT }).map((file) => file.replaceAll("\\", "/"));
}

/** Files compiled together, apart from all others, and what differs from the configuration's own settings. */
interface CompilationJob {
  readonly files: readonly string[];
  readonly viaIR: boolean;
  /** How often the optimizer is to reckon that code runs; undefined for no optimizer. */
  readonly runs: number | undefined;
}

/** What only tests meet need not be fast, but quickly compiled. */
const quick = (...patterns: string[]): CompilationJob => ({
  files: patterns.flatMap(sources),
  viaIR: false,
  runs: undefined,
});

/** The tests name what they test by interfaces alone and deploy it from the build: what is tested is what is deployed. */
const JOBS: readonly CompilationJob[] = [
  { files: sources("contracts/mocks/{*,harness/*,venue/*}.sol"), viaIR: true, runs: 3_000 },
  // As its authors publish it; the product's settings take four times as long for as much gas.
  { files: npmFilesToBuild, viaIR: false, runs: 200 },
  quick("contracts/mocks/{actors,faulty}/*.sol"),
  quick("test/conformance/**/*.sol", "test/unit/**/*.sol"),
  quick("test/invariant/**/*.sol"),
];

/**
 * Compiles the product, its mocks and its tests in Solidity side by side, and the tests without the optimizer.
 *
 * As a plugin, since Hardhat compiles files together only if they share one and the same settings object, and every
 * override of the configuration becomes an object of its own.
 */
export const parallelBuild: HardhatPlugin = {
  id: "parallel-build",
  hookHandlers: {
    config: async () =>
      Promise.resolve({
        default: async () =>
          Promise.resolve({
            resolveUserConfig: async (userConfig, resolveVariable, next) => {
              const config = await next(userConfig, resolveVariable);
              for (const { compilers, overrides } of Object.values(config.solidity.profiles)) {
                const [compiler] = compilers;
                if (compiler === undefined) continue;
                const own = compiler.settings as Record<string, unknown>;
                for (const { files, viaIR, runs } of JOBS) {
                  const optimizer = runs === undefined ? { enabled: false } : { ...(own["optimizer"] as object), runs };
                  const settings = { ...own, viaIR, optimizer };
                  const shared = { ...compiler, settings };
                  for (const file of files) overrides[file] = shared;
                }
              }
              return config;
            },
          }),
      }),
    solidity: async () =>
      Promise.resolve({
        default: async () =>
          Promise.resolve({
            // Hardhat would leave one core idle, which on a machine with two is half of it.
            build: async (context, rootFiles, options, next) =>
              next(context, rootFiles, { concurrency: availableParallelism(), ...options }),
          }),
      }),
  },
};
