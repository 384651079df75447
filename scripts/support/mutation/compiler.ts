import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { product } from "../../../src/toolchain/solidity.js";
import type { SourceUnit } from "./ast.js";

/** The compiler has no useful types of its own. */
interface Solc {
  compile(input: string, callbacks: { import: (file: string) => { contents: string } | { error: string } }): string;
}

interface Output {
  readonly errors?: readonly { severity: string; formattedMessage: string }[];
  readonly sources?: Readonly<Record<string, { ast: SourceUnit }>>;
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, { evm: { bytecode: { object: string } } }>>>>;
}

/** A contract by its file and name, such as `contracts/LeveragedToken.sol:LeveragedToken`. */
export type ContractName = `${string}:${string}`;

/** Sources that differ from the files, by path. */
export type Overrides = ReadonlyMap<string, string>;

/** Thrown when the sources are not valid. */
export class CompileError extends Error {
  override readonly name = "CompileError";
}

/**
 * The compiler as a library, for single contracts: a whole build takes a minute, one library's harness a second or two.
 * The settings are the product's, which put no metadata at the end: equal code means equal bytes.
 */
export class Compiler {
  readonly #solc = createRequire(import.meta.url)("solc") as Solc;
  readonly #files: Map<string, string>;

  /**
   * @param files Sources by path that are not to be read from disk.
   */
  constructor(
    private readonly root: URL,
    files: Overrides = new Map(),
  ) {
    this.#files = new Map(files);
  }

  /** Returns the creation code of `contract`. */
  bytecode(contract: ContractName, overrides: Overrides = new Map()): string {
    const [file = "", name = ""] = contract.split(":");
    const output = this.#compile([file], overrides, { [file]: { [name]: ["evm.bytecode.object"] } });
    const code = output.contracts?.[file]?.[name]?.evm.bytecode.object;
    if (code === undefined || code === "") throw new Error(`${contract} has no code.`);
    return `0x${code}`;
  }

  /** Returns the syntax trees of `file` and all it imports. */
  trees(file: string): readonly SourceUnit[] {
    const output = this.#compile([file], new Map(), { "*": { "": ["ast"] } });
    return Object.values(output.sources ?? {}).map(({ ast }) => ast);
  }

  /** Returns the first error in `file`, those that only code generation finds aside. */
  error(file: string, overrides: Overrides): string | undefined {
    try {
      this.#compile([file], overrides, { [file]: { "*": ["abi"] } });
      return undefined;
    } catch (error) {
      if (error instanceof CompileError) return error.message;
      throw error;
    }
  }

  read(file: string, overrides: Overrides = new Map()): string {
    let source = overrides.get(file) ?? this.#files.get(file);
    if (source === undefined) {
      source = readFileSync(new URL(file.startsWith("@") ? `node_modules/${file}` : file, this.root), "utf8");
      this.#files.set(file, source);
    }
    return source;
  }

  #compile(files: readonly string[], overrides: Overrides, outputSelection: object): Output {
    const input = {
      language: "Solidity",
      sources: Object.fromEntries(files.map((file) => [file, { content: this.read(file, overrides) }])),
      settings: { ...product.settings, outputSelection },
    };
    const find = (file: string) => ({ contents: this.read(file, overrides) });
    const output = JSON.parse(this.#solc.compile(JSON.stringify(input), { import: find })) as Output;
    const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
    if (errors[0] !== undefined) throw new CompileError(errors[0].formattedMessage);
    return output;
  }
}
