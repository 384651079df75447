/** Builds the SDK as an npm package: ES modules, types, ABIs, and addresses per chain. */
import { artifacts } from "hardhat";
import { execFile } from "node:child_process";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loadDeployment } from "../deploy/deploymentFile.js";
import type { Deployment } from "../sdk/index.js";
import { manifest, type RootManifest } from "./manifest.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TSC = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));

/** What a program may want the ABI of: every contract of ours but the mocks, and the ports to venue and oracle. */
const PUBLIC = /^contracts\/(?:[^/]+|oracle\/[^/]+|interfaces\/.+)\.sol:/;

/** A folder that is not empty and holds something else than an earlier build. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";

  constructor(readonly folder: string) {
    super(
      `${folder} holds something else than this package: name an empty folder, or one that does not exist, with --out.`,
    );
  }
}

/** The package as it was built. */
export interface BuiltPackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** Chains whose addresses are in it. */
  readonly chains: readonly number[];
}

/**
 * Builds into `folder`, which must be empty or an earlier build; contracts must be built. `deployments` is where the
 * addresses are.
 */
export async function buildSdk(folder: string, deployments = path.join(ROOT, "deployments")): Promise<BuiltPackage> {
  // What cannot be read fails before anything is written.
  const known = await readDeployments(deployments);
  const root = JSON.parse(await readFile(path.join(ROOT, "package.json"), "utf8")) as RootManifest;
  const written = manifest(root);
  await requireOurs(folder, written.name);
  await rm(folder, { recursive: true, force: true });
  await promisify(execFile)(process.execPath, [TSC, "-p", "src/sdk/tsconfig.build.json", "--outDir", folder], {
    cwd: ROOT,
  });
  await forgetBytecode(path.join(folder, "types"));
  await writeAbis(path.join(folder, "abis"));
  await writeDeployments(folder, known);
  await copyFile(path.join(ROOT, "src/sdk/README.md"), path.join(folder, "README.md"));
  await copyFile(path.join(ROOT, "LICENSE"), path.join(folder, "LICENSE"));
  await writeFile(path.join(folder, "package.json"), `${JSON.stringify(written, null, 2)}\n`);
  const { name, version } = written;
  return { folder, name, version, chains: known.map(({ chainId }) => chainId) };
}

async function requireOurs(folder: string, name: string): Promise<void> {
  const files = await readdir(folder).catch(() => []);
  if (files.length === 0) return;
  const text = await readFile(path.join(folder, "package.json"), "utf8").catch(() => "{}");
  const found: unknown = JSON.parse(text);
  if (typeof found !== "object" || found === null || !("name" in found) || found.name !== name) {
    throw new FolderInUseError(folder);
  }
}

async function readDeployments(folder: string): Promise<readonly Deployment[]> {
  const files = await readdir(folder).catch(() => []);
  return Promise.all(
    files.filter((file) => /^\d+\.json$/.test(file)).map((file) => loadDeployment(path.join(folder, file))),
  );
}

/** The SDK deploys nothing, and creation code would be most of what a page loads. */
async function forgetBytecode(folder: string): Promise<void> {
  for (const file of await readdir(folder, { recursive: true })) {
    if (!/__factory\.(?:js|d\.ts)$/.test(file)) continue;
    const text = await readFile(path.join(folder, file), "utf8");
    await writeFile(path.join(folder, file), text.replaceAll(/"0x[0-9a-f]{200,}"/g, '"0x"'));
  }
}

async function writeAbis(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await artifacts.getAllFullyQualifiedNames()) {
    if (!PUBLIC.test(name)) continue;
    const { contractName, abi } = await artifacts.readArtifact(name);
    await writeFile(path.join(folder, `${contractName}.json`), `${JSON.stringify(abi, null, 2)}\n`);
  }
}

async function writeDeployments(folder: string, known: readonly Deployment[]): Promise<void> {
  const byChain = Object.fromEntries(known.map((deployment) => [deployment.chainId, deployment]));
  const value = JSON.stringify(byChain, null, 2);
  await writeFile(path.join(folder, "deployments.js"), `export const DEPLOYMENTS = ${value};\n`);
  await writeFile(
    path.join(folder, "deployments.d.ts"),
    'import type { Deployment } from "./src/sdk/index.js";\n' +
      "/** Where the contracts are, by chain id. */\n" +
      "export declare const DEPLOYMENTS: Readonly<Partial<Record<number, Deployment>>>;\n",
  );
}
