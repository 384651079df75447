/** `npm run bench`: what one look of the keeper costs, by the number of tokens. */
import Table from "cli-table3";
import { build } from "./support/build.js";
import { command, output, run, type CommonOptions } from "./support/cli.js";

const SIZES = [1, 10, 100, 500];

const program = command("bench", "Measure the keeper's look at 1, 10, 100 and 500 tokens against a local node.");

await run(program, async () => {
  await build();
  const { measureTicks } = await import("../src/bench/measureTicks.js");
  const figures = await measureTicks(SIZES, (sentence) => console.error(`${sentence} ...`));
  output(program.opts<CommonOptions>(), figures, () => {
    const table = new Table({
      head: ["tokens", "calls per look", "HTTP requests", "ms per look"],
      colAligns: ["right", "right", "right", "right"],
      style: { head: [] },
    });
    for (const { tokens, calls, exchanges, milliseconds } of figures) {
      table.push([tokens, calls, exchanges, milliseconds.toFixed(1)]);
    }
    const note = "A call reads a page of tokens; all pages of a look are one HTTP request, the newest block another.";
    return [table.toString(), note].join("\n");
  });
});
