/** What the tests reached of one file. */
export interface FileCoverage {
  readonly file: string;
  readonly lines: Count;
  readonly statements: Count;
  /** What was never reached, as `line: source`. */
  readonly missed: readonly Missed[];
}

export interface Count {
  readonly reached: number;
  readonly total: number;
}

export interface Missed {
  readonly line: number;
  readonly source: string;
}

interface Statement {
  readonly startUtf16: number;
  readonly endUtf16: number;
  readonly hit: boolean;
}

/** Counts one file's lines and statements, and quotes the statements never reached. */
export function toFileCoverage(
  file: string,
  source: string,
  executions: ReadonlyMap<number, number>,
  statements: readonly Statement[],
): FileCoverage {
  const missed = statements
    .filter(({ hit }) => !hit)
    .sort((a, b) => a.startUtf16 - b.startUtf16)
    .map(({ startUtf16, endUtf16 }) => ({
      line: source.slice(0, startUtf16).split("\n").length,
      source: source.slice(startUtf16, endUtf16).replaceAll(/\s+/g, " ").trim(),
    }));
  const counts = [...executions.values()];
  return {
    file,
    lines: { reached: counts.filter((count) => count > 0).length, total: counts.length },
    statements: { reached: statements.length - missed.length, total: statements.length },
    missed,
  };
}

/** Sum over files. */
export function total(files: readonly FileCoverage[], kind: "lines" | "statements"): Count {
  return {
    reached: files.reduce((sum, file) => sum + file[kind].reached, 0),
    total: files.reduce((sum, file) => sum + file[kind].total, 0),
  };
}

/** {1e-2} */
export function percent({ reached, total }: Count): number {
  return total === 0 ? 100 : (100 * reached) / total;
}
