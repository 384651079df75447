/** What kind of fault a mutant carries. */
export const OPERATORS = [
  "arithmetic", // + for -, * for /, and so on
  "comparison", // < for >=, == for !=
  "bound", // < for <=, and a saturating subtraction for a plain one
  "logical", // && for ||, a dropped !
  "constant", // a number off by one, doubled, or a flipped boolean
  "rounding", // up for down
  "sign", // a negation dropped or added
  "condition", // a condition that always or never holds
  "branch", // a ternary's results exchanged
  "minmax", // min for max
  "statement", // a statement deleted
  "revert", // a check deleted
  "guard", // a modifier deleted
  "argument", // two values of one type exchanged
] as const;

export type Operator = (typeof OPERATORS)[number];

/** One replacement in one file, in bytes. */
export interface Edit {
  readonly operator: Operator;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Mutant extends Edit {
  /** Stays the same while the mutated line does. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** The first line that differs, trimmed, before and after. */
  readonly original: string;
  readonly mutated: string;
}

export type Verdict =
  | { readonly status: "killed"; readonly stage: string; readonly test: string }
  | { readonly status: "timeout"; readonly stage: string }
  | { readonly status: "survived" }
  /** The same bytes come out of the compiler: no test could tell. */
  | { readonly status: "equivalent" }
  | { readonly status: "invalid"; readonly error: string };

export type Status = Verdict["status"];

/** {ms} Where the time went, by stage. */
export type Timings = Readonly<Record<string, number>>;

export interface Judged {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  readonly timings: Timings;
}
