import { is } from "../ast.js";
import type { Mutator } from "../context.js";
import type { Operator } from "../types.js";

/** What each operator is replaced by, and under which name. */
const BINARY: Readonly<Record<string, readonly (readonly [Operator, string])[]>> = {
  "+": [["arithmetic", "-"]],
  "-": [["arithmetic", "+"]],
  "*": [["arithmetic", "/"]],
  "/": [["arithmetic", "*"]],
  "%": [["arithmetic", "/"]],
  "**": [["arithmetic", "*"]],
  "<": [
    ["bound", "<="],
    ["comparison", ">="],
  ],
  "<=": [
    ["bound", "<"],
    ["comparison", ">"],
  ],
  ">": [
    ["bound", ">="],
    ["comparison", "<="],
  ],
  ">=": [
    ["bound", ">"],
    ["comparison", "<"],
  ],
  "==": [["comparison", "!="]],
  "!=": [["comparison", "=="]],
  "&&": [["logical", "||"]],
  "||": [["logical", "&&"]],
};

const COMPOUND: Readonly<Record<string, string>> = { "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=" };

export const operators: Mutator = (node, above, context) => {
  if (is(node, "BinaryOperation")) {
    const { operator, leftExpression, rightExpression } = node;
    const [parent] = above;
    const decidesTernary = is(parent, "Conditional") && parent.condition === node;
    return (
      (BINARY[operator] ?? [])
        // The opposite comparison would exchange the ternary's results, which is a mutant of its own.
        .filter(([name]) => !(name === "comparison" && decidesTernary))
        .flatMap(([name, text]) => context.replaceBetween(name, leftExpression, rightExpression, operator, text))
    );
  }
  if (is(node, "Assignment")) {
    const text = COMPOUND[node.operator];
    if (text === undefined) return [];
    return context.replaceBetween("arithmetic", node.leftHandSide, node.rightHandSide, node.operator, text);
  }
  if (is(node, "UnaryOperation") && node.operator === "!") {
    return [context.replace("logical", node, context.text(node.subExpression))];
  }
  return [];
};
