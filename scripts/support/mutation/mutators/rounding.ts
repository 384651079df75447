import { type Expression, is, range } from "../ast.js";
import { type Context, type Mutator, typeOf } from "../context.js";
import type { Edit, Operator } from "../types.js";

const OPPOSITE: Readonly<Record<string, string>> = { Up: "Down", Down: "Up" };

/** Rounding the other way, and the smaller for the larger. */
export const rounding: Mutator = (node, _above, context) => {
  if (is(node, "MemberAccess")) return [...turned(node, node.memberName, node.memberLocation, context)];
  if (is(node, "Identifier")) return [...turned(node, node.name, node.src, context)];
  if (is(node, "FunctionCall")) return withoutFunction(node, context);
  if (is(node, "BinaryOperation") && node.operator === "/" && typeOf(node) === "uint256" && context.sees("Math")) {
    const [a, b] = [context.text(node.leftExpression), context.text(node.rightExpression)];
    return [context.replace("rounding", node, `Math.ceilDiv(${a}, ${b})`)];
  }
  return [];
};

function turned(
  { referencedDeclaration }: { referencedDeclaration?: number | null },
  name: string,
  src: string,
  context: Context,
): Edit[] {
  const edit = (operator: Operator, text: string): Edit[] => [{ operator, ...range(src), text }];
  const direction = /(?:Up|Down)$/.exec(name)?.[0];
  if (direction !== undefined) {
    const other = name.slice(0, -direction.length) + (OPPOSITE[direction] ?? "");
    return context.hasSibling(referencedDeclaration, other) ? edit("rounding", other) : [];
  }
  if (name === "Ceil") return edit("rounding", "Floor");
  if (name === "Floor") return edit("rounding", "Ceil");
  const isFunction = context.hasSibling(referencedDeclaration, name);
  if (isFunction && name === "min") return edit("minmax", "max");
  if (isFunction && name === "max") return edit("minmax", "min");
  return [];
}

/** A named function in place of a plain operation exists for its rounding or its floor at zero: take that away. */
function withoutFunction(
  node: Expression & { expression: Expression; arguments: Expression[] },
  context: Context,
): Edit[] {
  const callee = node.expression;
  if (!is(callee, "MemberAccess", "Identifier")) return [];
  const isMember = is(callee, "MemberAccess");
  const name = isMember ? callee.memberName : callee.name;
  const values = isMember && node.arguments.length === 1 ? [callee.expression, ...node.arguments] : node.arguments;
  const [a, b] = values.map((value) => `(${context.text(value)})`);
  if (a === undefined || b === undefined) return [];
  if (name === "ceilDiv" || name === "divUp") return [context.replace("rounding", node, `(${a} / ${b})`)];
  if (name === "saturatingSub") return [context.replace("bound", node, `(${a} - ${b})`)];
  return [];
}
