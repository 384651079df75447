import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Imports go in one direction: model <- sdk <- keeper, web; model <- backtest. */
function layer(folder, forbidden, why) {
  const patterns = forbidden.map((name) => ({ group: [name], message: why }));
  const files = [`${folder}/**/*.ts`, `${folder}/**/*.tsx`];
  return { files, rules: { "no-restricted-imports": ["error", { patterns }] } };
}

export default defineConfig(
  globalIgnores(["artifacts", "cache", "coverage", "dist", "mutation", "out", "types", "web/dist"]),
  js.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // TypeScript's noPropertyAccessFromIndexSignature asks for the opposite.
      "@typescript-eslint/dot-notation": "off",
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // Chai's assertions are property reads: expect(x).to.be.true.
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      // Hardhat's network helpers are made to be taken apart: const { loadFixture, time } = networkHelpers.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  layer(
    "src/model",
    ["**/sdk/**", "**/keeper/**", "**/backtest/**", "ethers", "ethers/*", "node:*", "hardhat"],
    "src/model is pure: no I/O, no clock, no ethers.",
  ),
  layer(
    "src/sdk",
    ["**/keeper/**", "**/backtest/**", "hardhat", "node:*"],
    "src/sdk knows only src/model and ethers, and runs in a browser.",
  ),
  layer("src/keeper", ["**/backtest/**", "hardhat"], "src/keeper knows only src/sdk and src/model."),
  layer(
    "src/backtest",
    ["**/sdk/**", "**/keeper/**", "ethers", "ethers/*", "hardhat"],
    "src/backtest knows only src/model.",
  ),
  layer(
    "web/src",
    ["**/model/**", "**/keeper/**", "**/backtest/**", "**/prices/**", "**/ethers-contracts/**", "hardhat", "node:*"],
    "The page knows only src/sdk, and runs in a browser.",
  ),
  prettier,
);
