import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileProblem } from "../../prices/fileProblem.js";
import { ReportFolderError } from "./errors.js";
import { GENERATOR } from "./html/page.js";
import { REPORT, reportFiles, type Subject } from "./reportFiles.js";

/**
 * Writes a report into `folder`, which may be new, empty, or hold an earlier report: files of the same names are then
 * replaced and others left alone. All is drawn and written aside before any of it appears there. Throws
 * {@link ReportFolderError}.
 */
export async function writeReport(subject: Subject, folder: string, disclosure: string): Promise<string> {
  await requireReportFolder(folder);
  const target = path.resolve(folder);
  const aside = `${target}.${String(process.pid)}.partial`;
  try {
    const written: string[] = [];
    for (const [name, content] of reportFiles(subject, disclosure)) {
      await write(path.join(aside, name), content);
      written.push(name);
    }
    for (const name of written) {
      await mkdir(path.dirname(path.join(target, name)), { recursive: true });
      await rename(path.join(aside, name), path.join(target, name));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new ReportFolderError(`${folder} cannot be written to: ${fileProblem(error)}; choose another --out`, {
      cause: error,
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return path.join(folder, REPORT);
}

/** Throws {@link ReportFolderError} for a folder that holds something else than an earlier report. Cheap: ask before a long run. */
export async function requireReportFolder(folder: string): Promise<void> {
  let entries: string[];
  try {
    entries = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw new ReportFolderError(`${folder} cannot be written to: ${fileProblem(error)}; choose another --out`, {
      cause: error,
    });
  }
  if (entries.length === 0 || (await holdsReport(folder))) return;
  throw new ReportFolderError(`${folder} is not empty and holds no earlier report: choose another --out`);
}

async function holdsReport(folder: string): Promise<boolean> {
  const text = await readFile(path.join(folder, REPORT), "utf8").catch(() => "");
  return text.includes(`content="${GENERATOR}"`);
}

async function write(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}
