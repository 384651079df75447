import { is, type Node } from "../ast.js";
import type { Context, Mutator } from "../context.js";

/** Up to here one less is as telling as one more. */
const SMALL = 10;

/** Numbers off by one, large ones doubled; booleans flipped. */
export const constants: Mutator = (node, _above, context) => {
  if (!is(node, "Literal")) return [];
  if (node.kind === "bool") return [context.replace("constant", node, node.value === "true" ? "false" : "true")];
  if (node.kind !== "number") return [];
  return replacements(node, Number(node.value.replaceAll("_", "")), context).map((text) =>
    context.replace("constant", node, text),
  );
};

function replacements(node: Node, value: number, context: Context): string[] {
  if (value === 0) return ["1"];
  const text = context.text(node);
  if (text === String(value) && value <= SMALL) return [String(value - 1), String(value + 1)];
  return [`(${text} + 1)`, `(${text} * 2)`];
}
