import { type Expression, is } from "../ast.js";
import { type Context, type Mutator, typeOf } from "../context.js";
import type { Edit } from "../types.js";

/** Functions whose first two values may be exchanged freely. */
const COMMUTATIVE = new Set(["min", "max", "mulWad", "mulWadDown", "mulWadUp"]);
const COMMUTATIVE_FIRST = new Set(["mulDiv", "mulDivDown", "mulDivUp"]);

/** Neighbouring arguments of one type exchanged, a bound receiver counted as the first. */
export const swappedArguments: Mutator = (node, above, context) => {
  if (is(node, "TupleExpression")) {
    const [parent] = above;
    const isValue = is(parent, "Return") || (is(parent, "Assignment") && parent.rightHandSide === node);
    return isValue
      ? exchanged(
          node.components.filter((component) => component !== null),
          context,
        )
      : [];
  }
  if (!is(node, "FunctionCall") || node.kind === "typeConversion" || node.names.length > 0) return [];
  const callee = node.expression;
  const name = is(callee, "MemberAccess") ? callee.memberName : context.text(callee);
  if (COMMUTATIVE.has(name)) return [];
  const isBound = is(callee, "MemberAccess") && typeOf(callee.expression) === typeOf(node.arguments[0] ?? callee);
  const values = isBound ? [callee.expression, ...node.arguments] : node.arguments;
  return exchanged(values, context, COMMUTATIVE_FIRST.has(name) ? 1 : 0);
};

function exchanged(values: readonly Expression[], context: Context, from = 0): Edit[] {
  const edits: Edit[] = [];
  for (let index = from; index + 1 < values.length; ++index) {
    const [a, b] = [values[index], values[index + 1]];
    if (a === undefined || b === undefined || typeOf(a) !== typeOf(b)) continue;
    const whole = { ...a, src: between(a, b) };
    const { start, length } = sizes(a, b);
    const text = context.slice(start + length.a, start + length.a + length.gap);
    edits.push(context.replace("argument", whole, context.text(b) + text + context.text(a)));
  }
  return edits;
}

function sizes(a: Expression, b: Expression) {
  const [startA = 0, lengthA = 0] = a.src.split(":").map(Number);
  const [startB = 0, lengthB = 0] = b.src.split(":").map(Number);
  return { start: startA, length: { a: lengthA, gap: startB - startA - lengthA, b: lengthB } };
}

function between(a: Expression, b: Expression): string {
  const { start, length } = sizes(a, b);
  return `${String(start)}:${String(length.a + length.gap + length.b)}:0`;
}
