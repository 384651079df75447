import { expect } from "chai";
import { Compiler } from "../../../scripts/support/mutation/compiler.js";
import { unifiedDiff } from "../../../scripts/support/mutation/diff.js";
import { applyEdit, generate } from "../../../scripts/support/mutation/generate.js";
import type { Mutant, Operator } from "../../../scripts/support/mutation/types.js";

const FILE = "contracts/Snippet.sol";
const MATH = "contracts/Math.sol";

/** As much of the well-known library as the snippets use; the whole would take the compiler half a second each time. */
const MATH_SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;
library Math {
    enum Rounding { Floor, Ceil }
    function ceilDiv(uint256 a, uint256 b) internal pure returns (uint256) { return (a + b - 1) / b; }
    function saturatingSub(uint256 a, uint256 b) internal pure returns (uint256) { return a > b ? a - b : 0; }
    function sqrt(uint256 a, Rounding) internal pure returns (uint256) { return a; }
    function min(uint256 a, uint256 b) internal pure returns (uint256) { return a < b ? a : b; }
    function max(uint256 a, uint256 b) internal pure returns (uint256) { return a < b ? b : a; }
}
`;

/** A contract whose functions have these bodies; offsets are bytes, so a comment puts letters of two before them. */
function snippet(body: string, outside = ""): Compiler {
  const source = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;
import {Math} from "./Math.sol";
// übermäßig: ½
contract Snippet {
    error Refused(uint256 a, uint256 b);
    event Done(uint256 a, uint256 b);
    uint256 public state;
    modifier guarded() { _; }
    function halfDown(uint256 a) internal pure returns (uint256) { return a / 2; }
    function halfUp(uint256 a) internal pure returns (uint256) { return (a + 1) / 2; }
    function divUp(uint256 a, uint256 b) internal pure returns (uint256) { return (a + b - 1) / b; }
    function two(uint256 a, uint256 b) internal pure returns (uint256) { return a - b; }
    ${outside}
    function mutated(uint256 a, uint256 b, int256 c) external guarded returns (uint256 r, int256 s) {
        ${body}
    }
}
`;
  const files = new Map([
    [FILE, source],
    [MATH, MATH_SOURCE],
  ]);
  return new Compiler(new URL("../../../", import.meta.url), files);
}

/** The mutants of `body` alone. */
function mutantsOf(body: string): Mutant[] {
  const compiler = snippet(body);
  return generate(compiler, FILE).filter(({ original }) => original === body);
}

function become(body: string, operator: Operator): string[] {
  return mutantsOf(body)
    .filter((mutant) => mutant.operator === operator)
    .map(({ mutated }) => mutated);
}

describe("the faults of the mutation check", function () {
  this.timeout(60_000);

  it("exchange an arithmetic operator, a compound one too", function () {
    expect(become("r = a + b * a;", "arithmetic")).to.have.members(["r = a - b * a;", "r = a + b / a;"]);
    expect(become("state += a;", "arithmetic")).to.deep.equal(["state -= a;"]);
  });

  it("turn a comparison round, or move its bound by one", function () {
    expect(become("if (a < b) r = a;", "comparison")).to.deep.equal(["if (a >= b) r = a;"]);
    expect(become("if (a < b) r = a;", "bound")).to.deep.equal(["if (a <= b) r = a;"]);
    expect(become("if (a == b) r = a;", "comparison")).to.deep.equal(["if (a != b) r = a;"]);
  });

  it("exchange and for or, and drop a not", function () {
    const body = "if (!(a < b && b < 9)) r = a;";
    expect(become(body, "logical")).to.have.members(["if (!(a < b || b < 9)) r = a;", "if ((a < b && b < 9)) r = a;"]);
  });

  it("change a number by one, double a large one and flip a boolean", function () {
    expect(become("r = a + 2;", "constant")).to.have.members(["r = a + 1;", "r = a + 3;"]);
    expect(become("r = a + 1e18;", "constant")).to.have.members(["r = a + (1e18 + 1);", "r = a + (1e18 * 2);"]);
    expect(become("r = a > 0 ? 1 days : 0;", "constant")).to.include("r = a > 0 ? (1 days + 1) : 0;");
    expect(become("bool known = true; r = known ? a : b;", "constant")).to.deep.equal([
      "bool known = false; r = known ? a : b;",
    ]);
  });

  it("round the other way where there is another way", function () {
    expect(become("r = halfDown(a);", "rounding")).to.deep.equal(["r = halfUp(a);"]);
    expect(become("r = Math.ceilDiv(a, b);", "rounding")).to.deep.equal(["r = ((a) / (b));"]);
    expect(become("r = divUp(a, b);", "rounding")).to.deep.equal(["r = ((a) / (b));"]);
    expect(become("r = a / b;", "rounding")).to.deep.equal(["r = Math.ceilDiv(a, b);"]);
    const square = "r = Math.sqrt(a, Math.Rounding.Ceil);";
    expect(become(square, "rounding")).to.deep.equal([square.replace("Ceil", "Floor")]);
  });

  it("take the larger for the smaller, and the floor at zero away", function () {
    expect(become("r = Math.min(a, b);", "minmax")).to.deep.equal(["r = Math.max(a, b);"]);
    expect(become("r = Math.saturatingSub(a, b);", "bound")).to.deep.equal(["r = ((a) - (b));"]);
  });

  it("drop or add a sign", function () {
    expect(become("s = -c;", "sign")).to.deep.equal(["s = c;"]);
    expect(become("s = c;", "sign")).to.deep.equal(["s = -(c);"]);
    expect(become("r = a;", "sign")).to.deep.equal([]);
  });

  it("make a condition hold always or never, once each", function () {
    const body = "if (a < b && b < 9) { r = a; s = c; }";
    expect(become(body, "condition")).to.have.members([
      "if (true) { r = a; s = c; }",
      "if (false) { r = a; s = c; }",
      "if (true && b < 9) { r = a; s = c; }",
      "if (a < b && true) { r = a; s = c; }",
      "if (!(a < b && b < 9)) { r = a; s = c; }",
    ]);
    expect(become("if (a < b) r = a;", "condition"), "never is the deletion").to.deep.equal(["if (true) r = a;"]);
  });

  it("exchange the results of a ternary", function () {
    expect(become("r = a < b ? a : b;", "branch")).to.deep.equal(["r = a < b ? b : a;"]);
    expect(become("r = a < b ? a : b;", "comparison"), "which is the opposite comparison").to.deep.equal([]);
  });

  it("delete a statement, a check or a modifier", function () {
    expect(become("state = a;", "statement")).to.deep.equal(["{}"]);
    expect(become("emit Done(a, b);", "statement")).to.deep.equal(["{}"]);
    expect(become("if (a < b) revert Refused(a, b);", "revert")).to.deep.equal(["if (a < b) {}"]);
    const guards = generate(snippet("r = a;"), FILE).filter(({ operator }) => operator === "guard");
    expect(guards.map(({ mutated }) => mutated.includes("guarded"))).to.deep.equal([false]);
  });

  it("exchange two arguments of one type, but not where their order makes no difference", function () {
    expect(become("r = two(a, b);", "argument")).to.deep.equal(["r = two(b, a);"]);
    expect(become("emit Done(a, b);", "argument")).to.deep.equal(["emit Done(b, a);"]);
    expect(become("r = Math.max(a, b);", "argument")).to.deep.equal([]);
    expect(become("(r, s) = (a, c);", "argument")).to.deep.equal([]);
  });

  it("are looked for in code and constants, not in the declarations around them", function () {
    const compiler = snippet("r = LIMIT;", "uint256 constant LIMIT = 4; uint256[7] public list;");
    const lines = generate(compiler, FILE).map(({ mutated }) => mutated.replace(/ uint256\[7\].*/, ""));
    expect(lines).to.include.members(["uint256 constant LIMIT = 3;", "uint256 constant LIMIT = 5;"]);
    const declarations = generate(compiler, FILE).filter(
      ({ mutated }) => mutated.includes("list") && !mutated.includes("[7]"),
    );
    expect(declarations).to.deep.equal([]);
  });

  it("all compile in a plain example, have names of their own, and a wrong one is recognised", function () {
    const compiler = snippet("r = two(a, b); if (c < 0) revert Refused(a, b); s = c > 5 ? -c : c; state -= r;");
    const mutants = generate(compiler, FILE);
    expect(mutants.length).to.be.above(30);
    expect(new Set(mutants.map(({ id }) => id)).size).to.equal(mutants.length);
    const source = compiler.read(FILE);
    for (const mutant of mutants) {
      const text = applyEdit(source, mutant);
      expect(text).to.not.equal(source);
      expect(compiler.error(FILE, new Map([[FILE, text]])), mutant.mutated).to.equal(undefined);
    }
    const wrong = source.replace("r = two(a, b)", "r = two(a, c)");
    expect(compiler.error(FILE, new Map([[FILE, wrong]]))).to.match(/Invalid type for argument/);
  });

  it("compile to the same bytes when they change nothing, and to others when they do", function () {
    const compiler = snippet("r = a / 2;");
    const code = (from: string, to: string) =>
      compiler.bytecode(`${FILE}:Snippet`, new Map([[FILE, compiler.read(FILE).replace(from, to)]]));
    const original = compiler.bytecode(`${FILE}:Snippet`);
    expect(code("r = a / 2;", "r = a / (1 + 1);")).to.equal(original);
    expect(code("// übermäßig", "// another")).to.equal(original);
    expect(code("r = a / 2;", "r = a / 3;")).to.not.equal(original);
  });

  it("are shown as a unified diff", function () {
    const compiler = snippet("r = two(a, b);");
    const mutant = generate(compiler, FILE).find(({ mutated }) => mutated === "r = two(b, a);");
    expect(unifiedDiff(compiler.read(FILE), mutant!).split("\n").slice(3)).to.deep.equal([
      "     function mutated(uint256 a, uint256 b, int256 c) external guarded returns (uint256 r, int256 s) {",
      "-        r = two(a, b);",
      "+        r = two(b, a);",
      "     }",
    ]);
  });
});
