import { readFile } from "node:fs/promises";
import { InvalidParametersError, parseParameters, type Parameters } from "./parameters.js";

/** Reads and checks a parameters file. */
export async function readParameters(file: string): Promise<Parameters> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new InvalidParametersError(file, "cannot be read: name one of ignition/parameters/*.json", { cause });
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new InvalidParametersError(file, "is not JSON", { cause });
  }
  return parseParameters(data, file);
}
