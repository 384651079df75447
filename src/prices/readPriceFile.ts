import { readFile } from "node:fs/promises";
import { type Bar, parsePriceCsv } from "./csv.js";
import { BadRowError, UnreadableFileError } from "./errors.js";

const WHY: Record<string, string> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
};

/** Reads a price file from disk. The one place of this folder that touches the world; errors name the file. */
export async function readPriceFile(file: string): Promise<Bar[]> {
  const text = await readText(file);
  try {
    return parsePriceCsv(text);
  } catch (error) {
    if (!(error instanceof BadRowError)) throw error;
    throw new BadRowError(error.line, error.problem, { file, cause: error });
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new UnreadableFileError(`${file} cannot be read: ${WHY[code] ?? code}`, { cause: error });
  }
}
