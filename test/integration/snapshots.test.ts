import { expect } from "chai";
import { CODE_LIMITS } from "../../src/gas/bytecode.js";
import { differences, measureAll, readSnapshots, TOLERANCE, UPDATE, type Snapshots } from "../../src/gas/snapshot.js";

const RECORD = `: if that is meant, record it with \`${UPDATE}\` and say why in the commit`;

describe("the recorded figures", function () {
  let recorded: Snapshots;
  let measured: Snapshots;

  before(async function () {
    recorded = await readSnapshots();
    measured = await measureAll();
  });

  it(`are the gas each action takes today, within ${String(TOLERANCE * 100)} % either way`, function () {
    const found = differences(recorded.gas, measured.gas, TOLERANCE);
    expect(found, `gas has changed${RECORD}`).to.deep.equal([]);
  });

  it("are the size of every contract, to the byte", function () {
    const found = differences(recorded.bytecode, measured.bytecode);
    expect(found, `code size has changed${RECORD}`).to.deep.equal([]);
  });

  it("leave no contract above what a chain takes", function () {
    const sizes = Object.entries(measured.bytecode);
    expect(sizes.map(([name]) => name)).to.include.members(["LeveragedToken", "LeveragedTokenFactory"]);
    for (const [name, { runtime, creation }] of sizes) {
      expect(runtime, `runtime code of ${name}`).to.be.at.most(CODE_LIMITS.runtime);
      expect(creation, `creation code of ${name}`).to.be.at.most(CODE_LIMITS.creation);
    }
  });

  it("are missed when an action takes more, less, is new or is gone", function () {
    const { mint, transfer, ...others } = recorded.gas;
    const changed = {
      ...others,
      mint: Math.ceil(mint * 1.006),
      chainlinkShaped: { ...others.chainlinkShaped },
      burn: 1,
    };
    changed.chainlinkShaped = { ...changed.chainlinkShaped, redeem: Math.floor(others.chainlinkShaped.redeem * 0.994) };
    const found = differences(recorded.gas, changed, TOLERANCE).map((line) => line.split(":")[0]);
    expect(found).to.have.members(["mint", "chainlinkShaped.redeem", "transfer", "burn"]);
    expect(differences(recorded.gas, { ...recorded.gas, transfer: transfer + 1 }, TOLERANCE)).to.deep.equal([]);
  });
});
