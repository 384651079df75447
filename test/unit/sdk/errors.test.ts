import { expect } from "chai";
import { AbiCoder, ErrorFragment, Interface, type ParamType } from "ethers";
import * as sdk from "../../../src/sdk/index.js";
import * as contracts from "../../../types/ethers-contracts/index.js";

const CONTEXT = { token: "BTC3L", collateral: { symbol: "USDC", decimals: 6 } };

/** What a holder never meets: parts of OpenZeppelin (clock, signatures, conversions, access), and venues made for tests. */
const NOT_HOLDERS =
  /^(AccessManage|Adapter|Address|Checkpoint|Create2|ECDSA|Failed|Insufficient|Math|Moody|Ownable|Partial|SafeCast|String|Invalid)/;

/** Every custom error of our contracts by signature, and the OpenZeppelin errors a holder can meet. */
function customErrors(): Map<string, ErrorFragment> {
  const found = new Map<string, ErrorFragment>();
  for (const factory of Object.values(contracts)) {
    if (!("createInterface" in factory)) continue;
    const { fragments } = (factory as unknown as { createInterface: () => Interface }).createInterface();
    for (const fragment of fragments) {
      if (ErrorFragment.isFragment(fragment)) found.set(fragment.format("sighash"), fragment);
    }
  }
  return found;
}

function example(type: ParamType): unknown {
  if (type.components !== null) return type.components.map(example);
  if (type.type === "address") return "0x5FbDB2315678afecb367f032d93F642f64180aa3";
  if (type.type === "string") return "BTC3L";
  if (type.type === "bytes4") return "0x12345678";
  if (type.type === "bytes32") return `0x425443${"0".repeat(58)}`;
  if (type.type === "bool") return true;
  if (type.type === "uint8") return 1n; // an enum, or decimals
  return 7n;
}

function encode(fragment: ErrorFragment): string {
  const values = AbiCoder.defaultAbiCoder().encode(fragment.inputs, fragment.inputs.map(example));
  return fragment.selector + values.slice(2);
}

describe("sdk errors", function () {
  it("have a class of their own for every custom error of our contracts, which explains it in one sentence", function () {
    const seen = new Set<unknown>();
    for (const [signature, fragment] of customErrors()) {
      const error = sdk.decodeRevert(encode(fragment), CONTEXT, { cause: signature });
      if (error instanceof sdk.UnexpectedRevertError && NOT_HOLDERS.test(signature)) continue;
      expect(error, signature).to.be.instanceOf(sdk.ContractError);
      expect(error.cause).to.equal(signature);
      expect(error.message, signature).to.match(/^[A-Z0-9$].*\.$/);
      expect(error.message, signature).not.to.match(/undefined|null|NaN|\[object|\n/);
      expect(Object.values(sdk), signature).to.contain(error.constructor);
      seen.add(error.constructor);
    }
    expect(seen.size).to.be.greaterThan(70);
  });

  it("carry the values the contract reported, in its units, and write them for people", function () {
    const { interface: abi } = contracts.ILeveragedToken__factory.connect("0x5FbDB2315678afecb367f032d93F642f64180aa3");
    const data = abi.encodeErrorResult("LeveragedToken_NotDue", [1_583_971_200n, 3_412_000_000_000_000_000n]);
    const error = sdk.decodeError({ code: "CALL_EXCEPTION", data }, CONTEXT);
    if (!(error instanceof sdk.NotDueError)) return expect.fail("another class");
    expect(error.values.dueAt).to.equal(1_583_971_200n);
    expect(error.message).to.equal(
      "No rebalance of BTC3L is due: its leverage is 3.41x, the next one by time is at 2020-03-12 00:00:00 UTC.",
    );
  });

  it("are found wherever a wallet or a node puts the revert data", function () {
    const data = new Interface(["error LeveragedToken_MintPaused()"]).encodeErrorResult("LeveragedToken_MintPaused");
    for (const thrown of [
      { data },
      { error: { data } },
      { info: { error: { data } } },
      { info: { error: { data: { data } } } },
      new Error("outer", { cause: { data } }),
    ]) {
      expect(sdk.decodeError(thrown, CONTEXT)).to.be.instanceOf(sdk.MintPausedError);
    }
  });

  it("keep the cause of what nobody knows", function () {
    const cause = new Error("socket hang up");
    const error = sdk.decodeError(cause);
    expect(error).to.be.instanceOf(sdk.TransportError);
    expect(error.cause).to.equal(cause);
    expect(sdk.decodeRevert("0x12345678").message).to.contain("0x12345678");
    expect(sdk.decodeError(error)).to.equal(error);
  });
});
