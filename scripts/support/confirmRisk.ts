import { createInterface } from "node:readline/promises";
import { UsageError, type CommonOptions } from "./cli.js";

/** Shows the risk disclosure and goes on only if it is accepted: by `--yes`, or on a terminal by typing y. */
export async function confirmRisk(disclosure: string, { json, yes }: CommonOptions & { yes?: true }): Promise<void> {
  const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
  if (yes !== true && !isTerminal) {
    throw new UsageError(
      "Before the first mint of an account its risk must be accepted: read it in README.md, then add --yes.",
    );
  }
  // Standard output is the result's alone.
  const stream = json === true || yes !== true ? process.stderr : process.stdout;
  stream.write(`Risk disclosure: ${disclosure}\n\n`);
  if (yes === true) return;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question("Do you accept this? [y/N] ");
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim()))
    throw new UsageError("Nothing was minted: the risk disclosure was not accepted.");
}
