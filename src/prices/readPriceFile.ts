import { readFile } from "node:fs/promises";
import { type Bar, parsePriceCsv } from "./csv.js";
import { BadRowError, UnreadableFileError } from "./errors.js";
import { fileProblem } from "./fileProblem.js";
import { type FundingRate, parseFundingCsv } from "./funding.js";

/** Reads a price file from disk; errors name the file. */
export function readPriceFile(file: string): Promise<Bar[]> {
  return readWith(file, parsePriceCsv);
}

/** Reads a file of funding rates from disk; errors name the file. */
export function readFundingFile(file: string): Promise<FundingRate[]> {
  return readWith(file, parseFundingCsv);
}

async function readWith<T>(file: string, parse: (text: string) => T): Promise<T> {
  const text = await readText(file);
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof BadRowError)) throw error;
    throw new BadRowError(error.line, error.problem, { file, cause: error });
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UnreadableFileError(`${file} cannot be read: ${fileProblem(error)}`, { cause: error });
  }
}
