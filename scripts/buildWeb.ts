/** `npm run build:web`: builds the wallet page into web/dist. */
import { buildPage } from "../web/server/buildPage.js";
import { build } from "./support/build.js";
import { command, output, run, type CommonOptions } from "./support/cli.js";

const program = command("build:web", "Build the wallet page into web/dist.");

await run(program, async () => {
  await build();
  await buildPage();
  output(program.opts<CommonOptions>(), { folder: "web/dist" }, () => "Built web/dist: look at it with `npm run web`.");
});
