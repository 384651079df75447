/** Configuration of the run under coverage, whose counting takes room on the stack. */
import { defineConfig } from "hardhat/config";
import { inProcess } from "../../../hardhat.config.js";
import { npmFilesToBuild, product } from "../../../src/toolchain/solidity.js";
import config from "../isolation/hardhat.config.js";

// The compiler's own sequence of steps without `i`, the one that inlines functions.
const optimizerSteps =
  "dhfoDgvulfnTUtnIf[xa[r]EscLMVcul[j]Trpeulxa[r]cLgvfMCTUca[r]LSsTFOtfDnca[r]Iulc]jmul[jul]VcTOculjmul:fDnTOcmu";
const optimizer = { ...product.settings.optimizer, details: { yul: true, yulDetails: { optimizerSteps } } };
const roomier = { ...product, settings: { ...product.settings, optimizer } };

export default defineConfig({
  ...config,
  solidity: { profiles: { default: roomier, production: roomier }, npmFilesToBuild },
  networks: {
    ...config.networks,
    default: {
      ...inProcess,
      allowUnlimitedContractSize: true,
      // Counting takes gas too, and creating a contract twice as large more than a transaction may use.
      gas: 60_000_000n,
      blockGasLimit: 120_000_000n,
      transactionGasCap: false,
    },
  },
});
