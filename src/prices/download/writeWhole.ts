import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { CannotWriteError } from "./errors.js";

/** Writes a file so that it is there as a whole or not at all. Throws {@link CannotWriteError}. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const partial = `${file}.${String(process.pid)}.partial`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(partial, text);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw new CannotWriteError(file, error);
  }
}
