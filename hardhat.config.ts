import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { toBeHex } from "ethers";
import { configVariable, defineConfig } from "hardhat/config";
import { parallelBuild } from "./src/toolchain/parallelBuild.js";
import { npmFilesToBuild, product } from "./src/toolchain/solidity.js";

// The chain tests run on. A fixed gas limit spares them the estimate, which runs every transaction twice. Contract size
// is limited as on the real chain.
export const inProcess = {
  type: "edr-simulated",
  chainId: 31337,
  allowUnlimitedContractSize: false,
  gas: 16_000_000n,
} as const;

// `npm run test:deep` says FUZZ=deep. The same cases every time, unless FUZZ_SEED chooses others.
const isDeep = process.env["FUZZ"] === "deep";
const seed = toBeHex(process.env["FUZZ_SEED"] ?? 20_200_312, 32);

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers, parallelBuild],
  paths: { sources: { solidity: ["contracts", "examples"] } },
  solidity: {
    // Both profiles alike: tests deploy the bytes that a deployment does.
    profiles: { default: product, production: product },
    npmFilesToBuild,
  },
  test: {
    solidity: {
      // 6 March 2020, 00:00 UTC, instead of the first second of 1970.
      blockTimestamp: 1_583_452_800n,
      // The invariant suites leave a line of counts for each run.
      fsPermissions: { dangerouslyReadWriteDirectory: ["cache"] },
      fuzz: { seed, runs: isDeep ? 2_000 : 256 },
      invariant: {
        runs: isDeep ? 500 : 64,
        depth: isDeep ? 100 : 50,
        failOnRevert: true,
        // What the fuzzer picks up from storage and code comes in another order in each process, whatever the seed.
        includeStorage: false,
        includePushBytes: false,
      },
    },
    mocha: { timeout: 180_000, forbidOnly: process.env["CI"] !== undefined },
  },
  networks: {
    default: inProcess,
    // A node started with `npm run node` or any other local JSON-RPC server.
    localhost: { type: "http", url: "http://127.0.0.1:8545" },
    // Any other chain: `npx hardhat keystore set REMOTE_RPC_URL` and `... REMOTE_PRIVATE_KEY`, or the same names in the environment.
    remote: {
      type: "http",
      url: configVariable("REMOTE_RPC_URL"),
      accounts: [configVariable("REMOTE_PRIVATE_KEY")],
    },
  },
});
