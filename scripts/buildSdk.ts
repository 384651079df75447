/** `npm run build:sdk`: the SDK as an npm package, ready for `npm pack` or `npm publish`. */
import { build } from "./support/build.js";
import { command, output, run, type CommonOptions } from "./support/cli.js";

interface Options extends CommonOptions {
  out: string;
}

const program = command(
  "build:sdk",
  "Build the SDK as an npm package: ES modules, types, ABIs, addresses per chain.",
).option("--out <folder>", "where to: an empty folder, or an earlier build", "dist/sdk");

await run(program, async () => {
  const options = program.opts<Options>();
  await build();
  const { buildSdk } = await import("../src/publish/buildSdk.js");
  const built = await buildSdk(options.out);
  output(options, built, () =>
    [
      `Built ${built.name} ${built.version} in ${built.folder}`,
      `  with the addresses of ${built.chains.length === 0 ? "no chain" : `chain ${built.chains.join(", ")}`}`,
      `Pack it with \`npm pack ./${built.folder}\`.`,
    ].join("\n"),
  );
});
