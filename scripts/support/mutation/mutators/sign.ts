import { type Expression, is } from "../ast.js";
import { type Mutator, typeOf } from "../context.js";

/** A negation dropped; a signed value negated where it is returned, kept or handed on. */
export const sign: Mutator = (node, _above, context) => {
  if (is(node, "UnaryOperation") && node.operator === "-") {
    return [context.replace("sign", node, context.text(node.subExpression))];
  }
  const values: (Expression | null | undefined)[] = [];
  if (is(node, "Return")) values.push(node.expression);
  if (is(node, "VariableDeclarationStatement")) values.push(node.initialValue);
  if (is(node, "Assignment") && node.operator === "=") values.push(node.rightHandSide);
  if (is(node, "FunctionCall") && node.kind === "functionCall" && !ignoresSign(node.expression)) {
    values.push(...node.arguments.filter((value) => is(value, "Identifier", "MemberAccess")));
  }
  return values
    .filter((value) => value !== null && value !== undefined)
    .filter((value) => /^int\d+$/.test(typeOf(value)) && !is(value, "UnaryOperation", "Literal"))
    .map((value) => context.replace("sign", value, `-(${context.text(value)})`));
};

/** No test could tell: the absolute value is the same. */
function ignoresSign(callee: Expression): boolean {
  return is(callee, "MemberAccess") && callee.memberName === "abs";
}
