import { Option, type Command } from "commander";
import { z } from "zod";
import { flagName, settingsSchema } from "../../src/keeper/index.js";

/** The keeper's flags, one for each setting, as its schema describes them. */
export function addKeeperOptions(program: Command): Command {
  program.option(
    "--config <file>",
    "settings as JSON, keyed as the flags without dashes: maxFee, stuckAfter (or KEEPER_CONFIG)",
  );
  for (const [key, schema] of Object.entries(settingsSchema.shape)) {
    const [, argument = "", description = ""] = /^(<\w+> )?(.*)$/.exec(schema.description ?? "") ?? [];
    const option = new Option(`${flagName(key)} ${argument}`.trim(), description + shownDefault(schema));
    if (key === "rpc") option.argParser((url: string, others: string[] | undefined) => [...(others ?? []), url]);
    program.addOption(option);
  }
  return program.addHelpText(
    "after",
    [
      "",
      "Every flag is also a variable, such as KEEPER_MAX_FEE, and a key of the --config file, such as maxFee; a flag goes",
      "before a variable, a variable before the file. The wallet: --keystore, or KEEPER_PRIVATE_KEY; on a local node its",
      "account 9 unless --account says otherwise.",
    ].join("\n"),
  );
}

/** What a setting is when nobody sets it, as one would write it. */
function shownDefault(schema: z.ZodType): string {
  const value = schema instanceof z.ZodPrefault ? schema.def.defaultValue : undefined;
  return typeof value === "string" || typeof value === "number" ? ` (default: ${value})` : "";
}
