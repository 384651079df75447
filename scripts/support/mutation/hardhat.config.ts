/** Configuration of the runs that judge a mutant: results go to a file, for a program to read. */
import { defineConfig } from "hardhat/config";
import { fileURLToPath } from "node:url";
import config from "../isolation/hardhat.config.js";

export default defineConfig({
  ...config,
  test: {
    ...config.test,
    mocha: { ...config.test?.mocha, reporter: fileURLToPath(new URL("mochaResult.ts", import.meta.url)) },
  },
});
