import { readFile } from "node:fs/promises";
import { ConfigurationError } from "./ConfigurationError.js";
import { CONFIG_VARIABLE, parseSettings, type Sources } from "./parseSettings.js";
import type { Settings } from "./settings.js";

/** Reads the configuration file, if one is named, and merges it with flags and environment. */
export async function readSettings(
  flags: Sources["flags"],
  environment: Sources["environment"],
  file = environment[CONFIG_VARIABLE],
): Promise<Settings> {
  if (file === undefined || file === "") return parseSettings({ flags, environment });
  return parseSettings({ flags, environment, file: { name: file, content: await readJson(file) } });
}

async function readJson(file: string): Promise<unknown> {
  let json: string;
  try {
    json = await readFile(file, "utf8");
  } catch (cause) {
    throw new ConfigurationError([`${file} cannot be read: name a file with --config`], { cause });
  }
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new ConfigurationError([`${file} is not JSON`], { cause });
  }
}
