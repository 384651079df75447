/** Anything wrong with prices somebody gave: one line that says what to mend. */
export class PriceInputError extends Error {
  override readonly name: string = "PriceInputError";
}

/** A row of a price file that cannot be used. `line` counts from 1, the header included. */
export class BadRowError extends PriceInputError {
  override readonly name = "BadRowError";
  readonly line: number;
  readonly problem: string;

  constructor(line: number, problem: string, options: ErrorOptions & { file?: string } = {}) {
    super(`${options.file === undefined ? "" : `${options.file}, `}line ${String(line)}: ${problem}`, options);
    this.line = line;
    this.problem = problem;
  }
}

/** A price file that cannot be opened. */
export class UnreadableFileError extends PriceInputError {
  override readonly name = "UnreadableFileError";
}

/** A selection by time that leaves no bar, or whose end is not after its start. */
export class EmptySelectionError extends PriceInputError {
  override readonly name = "EmptySelectionError";
}

/** Text that is no time. */
export class BadTimeError extends PriceInputError {
  override readonly name = "BadTimeError";

  constructor(text: string) {
    super(`"${text}" is not a time: use ISO 8601 in UTC (2020-03-12 or 2020-03-12T10:00:00Z) or seconds since 1970`);
  }
}

/** Text that is no decimal number. */
export class BadNumberError extends PriceInputError {
  override readonly name = "BadNumberError";

  constructor(text: string) {
    super(`"${text}" is not a number`);
  }
}

/** A step of the feed that is no percentage. */
export class BadStepError extends PriceInputError {
  override readonly name = "BadStepError";

  constructor(text: string) {
    super(`"${text}" is not a step: use a percentage up to 100 % such as 0.5%, or 0 for one jump per price`);
  }
}

/** Steps so small that they would have to follow one another faster than once a second. */
export class StepTooSmallError extends PriceInputError {
  override readonly name = "StepTooSmallError";

  constructor(steps: number, seconds: number, at: string) {
    super(`${String(steps)} steps do not fit into the ${String(seconds)} s from ${at}: use a larger step`);
  }
}
