/** The parts of the compiler's syntax tree that mutators look at. */
export interface Node {
  readonly id: number;
  readonly nodeType: string;
  /** `start:length:file`, in bytes. */
  readonly src: string;
}

export interface Expression extends Node {
  readonly typeDescriptions: { readonly typeString?: string };
}

interface NodeTypes {
  Assignment: Expression & { operator: string; leftHandSide: Expression; rightHandSide: Expression };
  BinaryOperation: Expression & { operator: string; leftExpression: Expression; rightExpression: Expression };
  Conditional: Expression & { condition: Expression; trueExpression: Expression; falseExpression: Expression };
  ContractDefinition: Node & { name: string; nodes: Node[] };
  EmitStatement: Node & { eventCall: Expression };
  ExpressionStatement: Node & { expression: Expression };
  ForStatement: Node & {
    condition?: Expression | null;
    loopExpression?: Node | null;
    initializationExpression?: Node | null;
  };
  FunctionCall: Expression & { kind: string; expression: Expression; arguments: Expression[]; names: string[] };
  FunctionDefinition: Node & { name: string; modifiers: Node[]; body?: Node | null; scope: number };
  Identifier: Expression & { name: string; referencedDeclaration: number };
  IfStatement: Node & { condition: Expression; trueBody: Node; falseBody?: Node | null };
  Literal: Expression & { kind: string; value: string };
  MemberAccess: Expression & {
    memberName: string;
    memberLocation: string;
    expression: Expression;
    referencedDeclaration?: number | null;
  };
  ModifierInvocation: Node & { kind: string };
  Return: Node & { expression?: Expression | null };
  RevertStatement: Node & { errorCall: Expression };
  SourceUnit: Node & { absolutePath: string; exportedSymbols: Record<string, number[]>; nodes: Node[] };
  TupleExpression: Expression & { components: (Expression | null)[] };
  UnaryOperation: Expression & { operator: string; prefix: boolean; subExpression: Expression };
  VariableDeclaration: Node & { name: string; constant: boolean; value?: Expression | null };
  VariableDeclarationStatement: Node & { initialValue?: Expression | null };
  Block: Node & { statements: Node[] };
}

export type SourceUnit = NodeTypes["SourceUnit"];
export type FunctionDefinition = NodeTypes["FunctionDefinition"];

export function is<Type extends keyof NodeTypes>(
  node: Node | null | undefined,
  ...types: Type[]
): node is NodeTypes[Type] {
  return node !== null && node !== undefined && (types as string[]).includes(node.nodeType);
}

/** Visits `node` and all below it, in the order of the source, with the chain of nodes above, nearest first. */
export function walk(
  node: Node,
  visit: (node: Node, above: readonly Node[]) => void,
  above: readonly Node[] = [],
): void {
  visit(node, above);
  for (const child of children(node)) walk(child, visit, [node, ...above]);
}

function children(node: Node): Node[] {
  const values = Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? (value as unknown[]) : [value],
  );
  const nodes = values.filter(
    (value): value is Node => typeof value === "object" && value !== null && "nodeType" in value,
  );
  return nodes.sort((a, b) => range(a.src).start - range(b.src).start);
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

export function range(src: string): Range {
  const [start = 0, length = 0] = src.split(":").map(Number);
  return { start, end: start + length };
}
