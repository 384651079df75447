import { type Expression, is, type Node } from "../ast.js";
import { type Context, type Mutator, typeOf } from "../context.js";
import type { Edit } from "../types.js";

const COMPARISONS = new Set(["<", "<=", ">", ">=", "==", "!="]);

/** Conditions that always or never hold, or hold in the opposite case; ternaries with their results exchanged. */
export const conditions: Mutator = (node, _above, context) => {
  if (is(node, "IfStatement")) {
    // Where the body is one statement, a condition that never holds is that statement deleted.
    const isDeletion = !node.falseBody && isSingle(node.trueBody);
    const edits = forced(node.condition, isDeletion ? ["true"] : ["true", "false"], context);
    return [...edits, ...negated(node.condition, context)];
  }
  if (is(node, "ForStatement") && node.condition) return forced(node.condition, ["false"], context);
  if (is(node, "Return") && node.expression && typeOf(node.expression) === "bool") {
    if (is(node.expression, "Literal")) return [];
    return [...forced(node.expression, ["true", "false"], context), ...negated(node.expression, context)];
  }
  if (is(node, "BinaryOperation") && (node.operator === "&&" || node.operator === "||")) {
    const neutral = node.operator === "&&" ? "true" : "false";
    return [node.leftExpression, node.rightExpression].flatMap((operand) => forced(operand, [neutral], context));
  }
  if (is(node, "Conditional")) {
    const [yes, no] = [context.text(node.trueExpression), context.text(node.falseExpression)];
    const exchanged = `${context.text(node.condition)} ? ${no} : ${yes}`;
    return [...forced(node.condition, ["true", "false"], context), context.replace("branch", node, exchanged)];
  }
  return [];
};

function forced(condition: Expression, values: readonly string[], context: Context): Edit[] {
  return values.map((value) => context.replace("condition", condition, value));
}

function negated(condition: Expression, context: Context): Edit[] {
  const isSimple = is(condition, "BinaryOperation") && COMPARISONS.has(condition.operator);
  if (isSimple || (is(condition, "UnaryOperation") && condition.operator === "!")) return [];
  return [context.replace("condition", condition, `!(${context.text(condition)})`)];
}

function isSingle(body: Node): boolean {
  if (is(body, "Block")) return body.statements.length === 1 && isSingle(body.statements[0] ?? body);
  return is(body, "RevertStatement", "Return", "ExpressionStatement", "EmitStatement");
}
