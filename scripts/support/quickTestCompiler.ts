import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { HardhatPlugin } from "hardhat/types/plugins";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Compiles the tests in Solidity without the optimizer, which is minutes sooner. They name what they test by interfaces
 * alone and deploy it from the build, so what is tested is still what is deployed.
 *
 * As a plugin, since Hardhat compiles files together only if they share one and the same settings object, and every
 * override of the configuration becomes an object of its own.
 */
export const quickTestCompiler: HardhatPlugin = {
  id: "quick-test-compiler",
  hookHandlers: {
    config: async () =>
      Promise.resolve({
        default: async () =>
          Promise.resolve({
            resolveUserConfig: async (userConfig, resolveVariable, next) => {
              const config = await next(userConfig, resolveVariable);
              for (const profile of Object.values(config.solidity.profiles)) {
                const [compiler] = profile.compilers;
                if (compiler === undefined) continue;
                const { evmVersion, outputSelection } = compiler.settings as Record<string, unknown>;
                const unoptimized = { ...compiler, settings: { evmVersion, outputSelection } };
                for (const file of globSync("test/{conformance,invariant}/**/*.sol", { cwd: ROOT })) {
                  profile.overrides[file.replaceAll("\\", "/")] = unoptimized;
                }
              }
              return config;
            },
          }),
      }),
  },
};
