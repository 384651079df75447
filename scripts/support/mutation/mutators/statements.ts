import { is } from "../ast.js";
import type { Mutator } from "../context.js";

/** Statements, checks and modifiers deleted. */
export const statements: Mutator = (node, above, context) => {
  const [parent] = above;
  if (is(parent, "ForStatement") && (node === parent.loopExpression || node === parent.initializationExpression)) {
    return []; // an endless loop, or a variable unknown: neither tells anything
  }
  if (is(node, "ModifierInvocation") && node.kind === "modifierInvocation") return [context.replace("guard", node, "")];
  if (is(node, "RevertStatement")) return [context.deleteStatement("revert", node)];
  if (is(node, "ExpressionStatement", "EmitStatement", "Return")) return [context.deleteStatement("statement", node)];
  return [];
};
