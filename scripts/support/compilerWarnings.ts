import { config } from "hardhat";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

interface CompilerMessage {
  severity: string;
  errorCode?: string;
  formattedMessage?: string;
  message: string;
  sourceLocation?: { file: string };
}

/** Size limits of code (5574) and init code (3860): a Solidity test contract is never deployed on a real chain. */
const SIZE_WARNINGS = new Set(["5574", "3860"]);

/**
 * Every warning the compiler gave for what is in `artifacts/` now, cached builds included: Hardhat prints a warning only
 * when it compiles the file, but keeps the compiler's output beside each build.
 */
export async function compilerWarnings(): Promise<string[]> {
  const folder = path.join(config.paths.artifacts, "build-info");
  const outputs = (await readdir(folder)).filter((name) => name.endsWith(".output.json"));
  if (outputs.length === 0) throw new Error(`No compiler output in ${folder}: did the build run?`);

  const warnings = new Set<string>();
  for (const name of outputs) {
    const { output } = JSON.parse(await readFile(path.join(folder, name), "utf8")) as {
      output: { errors?: CompilerMessage[] };
    };
    for (const message of output.errors ?? []) {
      if (message.severity === "info" || isTestSize(message) || isDependency(message)) continue;
      warnings.add(message.formattedMessage ?? message.message);
    }
  }
  return [...warnings];
}

function isTestSize({ errorCode, sourceLocation }: CompilerMessage): boolean {
  return SIZE_WARNINGS.has(errorCode ?? "") && /^project\/test\/|\.t\.sol$/.test(sourceLocation?.file ?? "");
}

/** What a library's authors were warned of is theirs; ours is how we use it. */
function isDependency({ sourceLocation }: CompilerMessage): boolean {
  return sourceLocation?.file.startsWith("npm/") ?? false;
}
