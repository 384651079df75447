/** Configuration of the runs that judge a mutant: results go to a file, for a program to read. */
import { defineConfig } from "hardhat/config";
import config from "../isolation/hardhat.config.js";
import { RESULT_FILE } from "./mochaResult.js";

export default defineConfig({
  ...config,
  test: {
    ...config.test,
    mocha: { ...config.test?.mocha, reporter: "json", reporterOptions: { output: RESULT_FILE } },
  },
});
