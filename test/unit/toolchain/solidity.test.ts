import { expect } from "chai";
import { artifacts, config } from "hardhat";
import { readFile } from "node:fs/promises";
import { npmFilesToBuild, product } from "../../../src/toolchain/solidity.js";

/** Whatever ends a contract's code with metadata names the compiler there: the CBOR string "solc". */
const CBOR_SOLC = "64736f6c63";

/** Fully qualified names of the contracts in files whose path matches. */
async function contractsOf(path: RegExp): Promise<string[]> {
  const names = await artifacts.getAllFullyQualifiedNames();
  return [...names].filter((name) => path.test(name.split(":")[0]!)).sort();
}

/** The settings a contract was built with last, as the compiler was given them. */
async function settingsOf(contract: string): Promise<Record<string, unknown>> {
  const id = await artifacts.getBuildInfoId(contract);
  const path = await artifacts.getBuildInfoPath(id!);
  const info = JSON.parse(await readFile(path!, "utf8")) as { input: { settings: Record<string, unknown> } };
  const { viaIR, optimizer, evmVersion, metadata } = info.input.settings;
  return { viaIR, optimizer, evmVersion, metadata };
}

describe("the compiler's settings", function () {
  it("are the product's for every contract outside the mocks", async function () {
    const contracts = await contractsOf(/^contracts\/(?!mocks\/)/);
    expect(contracts).to.include("contracts/LeveragedToken.sol:LeveragedToken");
    for (const contract of contracts) expect(await settingsOf(contract), contract).to.deep.equal(product.settings);
  });

  it("are the same in the profile that tests use and the one that deployments use", function () {
    const { default: tested, production: deployed } = config.solidity.profiles;
    expect(tested!.compilers).to.have.lengthOf(1);
    for (const part of ["compilers", "overrides", "isolated"] as const) {
      expect(deployed![part], part).to.deep.equal(tested![part]);
    }
  });

  it("are those of its authors for AccessManager, which is deployed as well", async function () {
    const [contract, ...others] = await contractsOf(new RegExp(npmFilesToBuild[0]!));
    expect(others).to.deep.equal([]);
    expect(await settingsOf(contract!)).to.deep.equal({
      ...product.settings,
      viaIR: false,
      optimizer: { enabled: true, runs: 200 },
    });
  });

  it("leave no metadata in the code, so that it says nothing of comments and paths", async function () {
    for (const contract of await contractsOf(/^contracts\//)) {
      const { bytecode, deployedBytecode } = await artifacts.readArtifact(contract);
      expect(bytecode, contract).not.to.include(CBOR_SOLC);
      expect(deployedBytecode, contract).not.to.include(CBOR_SOLC);
    }
  });
});
