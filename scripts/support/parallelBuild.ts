import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { HardhatPlugin } from "hardhat/types/plugins";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

function sources(pattern: string): string[] {
  return globSync(pattern, { cwd: ROOT }).map((file) => file.replaceAll("\\", "/"));
}

/** Files compiled together, apart from all others. */
interface CompilationJob {
  readonly files: readonly string[];
  /**
   * How often the optimizer is to reckon that code runs; undefined for no optimizer. The product has the configuration's
   * own number, which the token's size dictates.
   */
  readonly runs: number | undefined;
}

/** The tests name what they test by interfaces alone and deploy it from the build: what is tested is what is deployed. */
const JOBS: readonly CompilationJob[] = [
  { files: sources("contracts/mocks/**/*.sol"), runs: 10_000 },
  { files: sources("test/conformance/**/*.sol"), runs: undefined },
  { files: sources("test/invariant/**/*.sol"), runs: undefined },
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
                const optimized = compiler.settings as Record<string, unknown>;
                const { evmVersion, outputSelection, optimizer } = optimized;
                for (const { files, runs } of JOBS) {
                  const settings =
                    runs === undefined
                      ? { evmVersion, outputSelection }
                      : { ...optimized, optimizer: { ...(optimizer as object), runs } };
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
