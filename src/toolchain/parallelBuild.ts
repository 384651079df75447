import { availableParallelism } from "node:os";
import type { HardhatPlugin } from "hardhat/types/plugins";
import { groups } from "./solidity.js";

/**
 * Gives each group of files its settings and compiles the groups side by side.
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
                for (const { files, viaIR, runs } of groups) {
                  const optimizer =
                    runs === undefined
                      ? { enabled: false }
                      : { ...(viaIR ? (own["optimizer"] as object) : { enabled: true }), runs };
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
