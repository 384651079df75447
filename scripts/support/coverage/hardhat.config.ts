/** Configuration of the run under coverage, whose counting takes room on the stack. */
import { defineConfig } from "hardhat/config";
import { compiler, npmFilesToBuild } from "../../../hardhat.config.js";
import config from "../isolation/hardhat.config.js";

// The compiler's own sequence of steps without `i`, the one that inlines functions.
const optimizerSteps =
  "dhfoDgvulfnTUtnIf[xa[r]EscLMVcul[j]Trpeulxa[r]cLgvfMCTUca[r]LSsTFOtfDnca[r]Iulc]jmul[jul]VcTOculjmul:fDnTOcmu";
const optimizer = { ...compiler.settings.optimizer, details: { yul: true, yulDetails: { optimizerSteps } } };
const roomier = { ...compiler, settings: { ...compiler.settings, optimizer } };
const profile = {
  compilers: [compiler],
  overrides: { "contracts/mocks/harness/RebalanceLogicHarness.sol": roomier },
};

export default defineConfig({
  ...config,
  solidity: { profiles: { default: profile, production: profile }, npmFilesToBuild },
});
