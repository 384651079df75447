/**
 * `npm run coverage`: which lines and statements of `contracts/`, mocks included, the tests of both runners reach.
 *
 * Exits 1 below the minimum, or if a test fails. Everything is written to `coverage/coverage.json` too.
 */
import Table from "cli-table3";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { command, output, run, UsageError } from "./support/cli.js";
import { type Count, percent, total } from "./support/coverage/files.js";
import type { Measurement } from "./support/coverage/measure.js";
import { copyProject } from "./support/isolation/copyProject.js";

const FOLDER = "coverage";
/** Relative to the copy. */
const CONFIG = "scripts/support/coverage/hardhat.config.ts";
const program = command("coverage", "Line and statement coverage of the contracts by all tests").option(
  "--min <percent>",
  "least coverage of lines and of statements",
  "99",
);

const show = (count: Count) => `${percent(count).toFixed(2)} %`;

async function measure(): Promise<Measurement> {
  await mkdir(FOLDER, { recursive: true });
  const result = path.resolve(FOLDER, "coverage.json");
  const copy = await copyProject("coverage", false);
  try {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/support/coverage/measure.ts", result], {
      cwd: copy.root,
      env: { ...process.env, HARDHAT_COVERAGE: "true", HARDHAT_CONFIG: CONFIG },
      stdio: ["ignore", process.stderr, process.stderr],
    });
    const [code] = (await once(child, "exit")) as [number | null];
    if (code !== 0) throw new Error("The tests could not be run under coverage; their output is above.");
  } finally {
    await copy.remove();
  }
  return JSON.parse(await readFile(result, "utf8")) as Measurement;
}

await run(program, async () => {
  const options = program.opts<{ json?: true; min: string }>();
  const least = Number(options.min);
  if (!(least >= 0 && least <= 100))
    throw new UsageError(`--min "${options.min}" is not from 0 to 100: use one that is.`);

  const { files, testsPassed } = await measure();
  const all = { lines: total(files, "lines"), statements: total(files, "statements") };
  output(options, { files, total: all }, () => {
    const table = new Table({
      head: ["file", "lines", "statements"],
      colAligns: ["left", "right", "right"],
      style: { head: [], compact: true },
    });
    const sorted = [...files].sort((a, b) => a.file.localeCompare(b.file));
    for (const { file, lines, statements } of sorted) table.push([file, show(lines), show(statements)]);
    table.push(["total", show(all.lines), show(all.statements)]);
    const missed = sorted.flatMap(({ file, missed }) => missed.map((at) => `${file}:${String(at.line)}  ${at.source}`));
    return [table.toString(), missed.length === 0 ? "" : `Never reached:\n${missed.join("\n")}`].join("\n");
  });

  if (files.length === 0) throw new Error("No file was measured.");
  if (!testsPassed) throw new Error("A test failed under coverage: its output is above.");
  for (const [what, count] of Object.entries(all)) {
    if (percent(count) < least) throw new Error(`Coverage of ${what} is ${show(count)}, less than ${String(least)} %.`);
  }
});
