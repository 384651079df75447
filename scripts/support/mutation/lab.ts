import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { glob, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { copyProject, type ProjectCopy } from "../isolation/copyProject.js";
import type { ContractName } from "./compiler.js";
import { forgetResult, readResult, type TestResult } from "./mochaResult.js";

const HARDHAT = fileURLToPath(new URL("dist/src/cli.js", import.meta.resolve("hardhat/package.json")));
const CONFIG = "scripts/support/mutation/hardhat.config.ts";
/** The first failing case decides; a smaller one would only be nicer to read. */
const ENVIRONMENT = { ...process.env, FUZZ_SHRINK: "off" };

/** A built copy of the project in which single contracts' code is replaced and tests are run. */
export class Lab {
  #running: ChildProcess | undefined;

  private constructor(private readonly copy: ProjectCopy) {}

  static async open(): Promise<Lab> {
    const copy = await copyProject("mutation", true);
    // Of use only for stack traces, and read by every run.
    await rm(path.join(copy.root, "artifacts/build-info"), { recursive: true, force: true });
    return new Lab(copy);
  }

  async close(): Promise<void> {
    this.#running?.kill("SIGKILL");
    await this.copy.remove();
  }

  /** Puts `bytecode` wherever tests take the creation code of `contract` from. */
  async install(contract: ContractName, bytecode: string): Promise<void> {
    const [file = "", name = ""] = contract.split(":");
    const artifact = path.join(this.copy.root, "artifacts", file, `${name}.json`);
    const content = JSON.parse(await readFile(artifact, "utf8")) as { bytecode: string };
    await writeFile(artifact, JSON.stringify({ ...content, bytecode }, null, 2));

    const types = path.join(this.copy.root, "types/ethers-contracts/factories");
    const factory = [file.replace(/\.sol$/, ".sol/"), path.dirname(file)]
      .map((folder) => path.join(types, folder, `${name}__factory.ts`))
      .find(existsSync);
    if (factory === undefined) throw new Error(`${contract} has no TypeChain factory: is the project built?`);
    const source = await readFile(factory, "utf8");
    const replaced = source.replace(/(const _bytecode =\s*)"0x[0-9a-fA-F]*"/, `$1"${bytecode}"`);
    if (!replaced.includes(bytecode)) throw new Error(`The bytecode of ${contract} was not found in ${factory}.`);
    await writeFile(factory, replaced);
  }

  /** The test files below these paths, in the order given. */
  async testFiles(tests: readonly string[]): Promise<string[]> {
    const files: string[] = [];
    for (const test of tests) {
      const found: string[] = [];
      const pattern = test.endsWith(".ts") ? test : `${test}/**/*.test.ts`;
      for await (const file of glob(pattern, { cwd: this.copy.root })) found.push(file);
      if (found.length === 0) throw new Error(`No test file at ${test}.`);
      files.push(...found.sort());
    }
    return files;
  }

  /** Runs the tests until the first fails. A run that ends without a result is tried once more. */
  async run(tests: readonly string[], timeout: number): Promise<TestResult> {
    const files = await this.testFiles(tests);
    return (await this.#try(files, timeout)) ?? (await this.#try(files, timeout)) ?? DID_NOT_LOAD;
  }

  async #try(files: readonly string[], timeout: number): Promise<TestResult | undefined> {
    await forgetResult(this.copy.root);
    const args = [HARDHAT, "--config", CONFIG, "test", "mocha", "--no-compile", "--bail", ...files];
    const child = spawn(process.execPath, args, { cwd: this.copy.root, stdio: "ignore", env: ENVIRONMENT });
    this.#running = child;
    const timer = setTimeout(() => child.kill("SIGKILL"), timeout);
    const started = Date.now();
    await once(child, "exit");
    clearTimeout(timer);
    return Date.now() - started < timeout ? readResult(this.copy.root) : { status: "timeout" };
  }
}

/** Deployment outside a test failed, twice: on the original it does not. */
const DID_NOT_LOAD: TestResult = { status: "failed", test: "(a test file did not load)" };
