/** One line of a file of prices or funding rates. */
export interface Row {
  /** {s} What stands in its first column. */
  readonly time: number;
  /** The whole line, without its end. */
  readonly line: string;
}

/** A row as the exchange sent it. */
export interface SentRow extends Row {
  /** {s} Until when it may still change. */
  readonly end: number;
}

/** Something the exchange has a history of, and how it is asked for. */
export interface Series {
  /** Folders of the cache it is kept in. */
  readonly folders: readonly string[];
  /** The first line of its files. */
  readonly header: string;
  /** {s} No two rows are closer. */
  readonly spacing: number;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Reads an answer; throws {@link z.ZodError} or {@link PriceInputError} if it is not what it should be. */
  readonly parse: (body: unknown) => SentRow[];
}
