import { type Expression, type FunctionDefinition, is, type Node, range, type SourceUnit, walk } from "./ast.js";
import type { Edit, Operator } from "./types.js";

/** One file as its mutators see it. Offsets are bytes, as the compiler counts them. */
export class Context {
  readonly #bytes: Buffer;
  readonly #functions = new Map<number, FunctionDefinition>();
  readonly #namesIn = new Map<number, Set<string>>();

  /** @param trees Of the file and of all it imports. */
  constructor(
    source: string,
    readonly unit: SourceUnit,
    trees: readonly SourceUnit[],
  ) {
    this.#bytes = Buffer.from(source);
    for (const tree of trees) {
      walk(tree, (node) => {
        if (!is(node, "FunctionDefinition")) return;
        this.#functions.set(node.id, node);
        const names = this.#namesIn.get(node.scope) ?? new Set();
        this.#namesIn.set(node.scope, names.add(node.name));
      });
    }
  }

  text(node: Node): string {
    const { start, end } = range(node.src);
    return this.slice(start, end);
  }

  slice(start: number, end: number): string {
    return this.#bytes.subarray(start, end).toString();
  }

  /** Whether the file can write `name`. */
  sees(name: string): boolean {
    return name in this.unit.exportedSymbols;
  }

  /** Whether a function called `name` stands beside the declared one. */
  hasSibling(declaration: number | null | undefined, name: string): boolean {
    const scope = this.#functions.get(declaration ?? -1)?.scope;
    return scope !== undefined && this.#namesIn.get(scope)?.has(name) === true;
  }

  replace(operator: Operator, node: Node, text: string): Edit {
    return { operator, ...range(node.src), text };
  }

  /** Replaces the token that stands between two expressions. */
  replaceBetween(operator: Operator, left: Node, right: Node, token: string, text: string): Edit[] {
    const from = range(left.src).end;
    const at = this.slice(from, range(right.src).start).indexOf(token);
    return at < 0 ? [] : [{ operator, start: from + at, end: from + at + token.length, text }];
  }

  /** Replaces a whole statement by an empty block, its semicolon included. */
  deleteStatement(operator: Operator, node: Node): Edit {
    const { start, end } = range(node.src);
    const rest = this.slice(end, end + 80);
    const semicolon = /^\s*;/.exec(rest)?.[0].length ?? 0;
    return { operator, start, end: end + semicolon, text: "{}" };
  }
}

export function typeOf(expression: Expression): string {
  return expression.typeDescriptions.typeString ?? "";
}

/** A mutator proposes edits at one node; `above` are the nodes around it, nearest first. */
export type Mutator = (node: Node, above: readonly Node[], context: Context) => Edit[];
