/**
 * The project's configuration for runs that change its contracts: with coverage instrumentation or one deliberate fault.
 * Such code may be larger than a chain takes, and that alone must decide nothing.
 */
import { defineConfig } from "hardhat/config";
import config, { inProcess } from "../../../hardhat.config.js";

export default defineConfig({
  ...config,
  networks: {
    ...config.networks,
    default: { ...inProcess, allowUnlimitedContractSize: true },
  },
});
