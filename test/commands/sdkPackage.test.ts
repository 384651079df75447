import { expect } from "chai";
import { network } from "hardhat";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { saveDeployment } from "../../src/deploy/deploymentFile.js";
import { buildSdk, FolderInUseError } from "../../src/publish/buildSdk.js";
import { localWallet } from "../../src/sdk/index.js";
import { deployWithSdk } from "../support/sdk.js";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const NAME = "leveraged-tokens-sdk";

/** The README's examples by name. */
function examples(readme: string): Record<string, string> {
  const found = readme.matchAll(/<!-- example: (?<name>\w+) -->\s*```ts\n(?<code>.*?)```/gs);
  return Object.fromEntries([...found].map(({ groups }) => [groups!["name"]!, groups!["code"]!]));
}

describe("the SDK as a package", function () {
  this.timeout(180_000);
  let folder: string;
  let app: string;
  let code: Record<string, string>;

  before(async function () {
    folder = await mkdtemp(path.join(tmpdir(), "sdk-package-"));
    app = path.join(folder, "app");
    await buildSdk(path.join(folder, "built"), path.join(folder, "deployments"));
    const { stdout } = await run("npm", ["pack", path.join(folder, "built"), "--json", "--pack-destination", folder], {
      shell: process.platform === "win32",
    });
    const [packed] = JSON.parse(stdout) as [{ filename: string }];
    // What an installation does, without asking a registry: the tarball unpacked beside what it depends on.
    const modules = path.join(app, "node_modules");
    await mkdir(path.join(modules, "@types"), { recursive: true });
    await run("tar", ["-xzf", path.join(folder, packed.filename), "-C", folder]);
    await cp(path.join(folder, "package"), path.join(modules, NAME), { recursive: true });
    for (const name of ["ethers", "zod", "@types/node"]) {
      await symlink(path.join(ROOT, "node_modules", name), path.join(modules, name), "junction");
    }
    await writeFile(path.join(app, "package.json"), JSON.stringify({ type: "module" }));
    code = examples(await readFile(path.join(modules, NAME, "README.md"), "utf8"));
    for (const [name, text] of Object.entries(code)) await writeFile(path.join(app, `${name}.ts`), text);
  });

  after(async function () {
    await rm(folder, { recursive: true, force: true });
  });

  it("trades against a node with the ten lines of its README", async function () {
    const server = await network.createServer("default", "127.0.0.1", 0);
    const { port } = await server.listen();
    const url = `http://127.0.0.1:${String(port)}`;
    const connection = await network.create({ network: "localhost", override: { url } });
    try {
      const { sdk, collateral, unit } = await deployWithSdk(connection);
      await collateral.mint(localWallet(1).address, 1_000n * unit);
      const file = await saveDeployment(sdk.deployment, path.join(app, "deployment.json"));
      const text = code["trade"]!.replace("http://127.0.0.1:8545", url).replace("deployments/31337.json", file);
      await writeFile(path.join(app, "run.mjs"), `${text}\nprovider.destroy();\n`);
      const { stdout } = await run(process.execPath, ["run.mjs"], { cwd: app });
      expect(stdout).to.match(
        /^Minted [\d.,]+ BTC3L at a NAV of [\d.,]+\nChanged into [\d.,]+ BTC3S in 0x[0-9a-f]{64}\n$/,
      );
    } finally {
      await connection.close();
      await server.close();
    }
  });

  it("type-checks, all its declarations included, and is found by Node's way of resolving and by a bundler's", function () {
    const options: ts.CompilerOptions = {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
      types: [],
      strict: true,
      noEmit: true,
    };
    const programs = Object.keys(code).map((name) => path.join(app, `${name}.ts`));
    const program = ts.createProgram(programs, options);
    const ours = program
      .getSourceFiles()
      .filter(({ fileName }) => /app\/(?:[^/]+$|node_modules\/leveraged-)/.test(fileName));
    expect(ours.length).to.be.greaterThan(100);
    // Only these: what ethers and TypeScript's own libraries declare takes ten times as long, and is not ours.
    const problems = ours.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]);
    expect(ts.formatDiagnostics(problems, { ...ts.createCompilerHost({}), getCurrentDirectory: () => app })).to.equal(
      "",
    );
    for (const entry of ["", "/node", "/deployments"]) {
      const found = [
        options,
        { ...options, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
      ].map(
        (how) =>
          ts.resolveModuleName(NAME + entry, programs[0]!, how, ts.sys, undefined, undefined, ts.ModuleKind.ESNext)
            .resolvedModule?.resolvedFileName,
      );
      expect(found[0]).to.match(/\.d\.ts$/);
      expect(found[1]).to.equal(found[0]);
    }
  });

  it("is made of modules that a browser can load: nothing of Node, nor any contract's code", async function () {
    const folderOf = path.join(app, "node_modules", NAME);
    const modules = new Map<string, string>();
    const load = async (file: string): Promise<void> => {
      if (modules.has(file)) return;
      const text = await readFile(file, "utf8");
      modules.set(file, text);
      for (const { fileName } of ts.preProcessFile(text).importedFiles) {
        if (fileName.startsWith(".")) await load(path.resolve(path.dirname(file), fileName));
        else expect(["ethers", "zod"], `${file} imports`).to.include(fileName);
      }
    };
    await load(path.join(folderOf, "src/sdk/index.js"));
    expect(modules.size).to.be.greaterThan(80);
    for (const [file, text] of modules) expect(text, file).not.to.match(/"0x[0-9a-f]{500,}|\bprocess\.|\bBuffer\b/);
  });

  it("has the ABIs, and where the contracts are on the chains that were known", async function () {
    const folderOf = path.join(app, "node_modules", NAME);
    const abi = JSON.parse(await readFile(path.join(folderOf, "abis/LeveragedTokenRouter.json"), "utf8")) as {
      name: string;
    }[];
    expect(abi.map(({ name }) => name)).to.include.members(["deposit", "redeem", "flip", "multicall"]);
    const { DEPLOYMENTS } = (await import(path.join(folderOf, "deployments.js"))) as { DEPLOYMENTS: object };
    expect(DEPLOYMENTS).to.deep.equal({});
  });

  it("is not built over somebody else's files", async function () {
    const error: unknown = await buildSdk(app, folder).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(FolderInUseError);
    expect(await readFile(path.join(app, "trade.ts"), "utf8")).to.equal(code["trade"]);
  });
});
