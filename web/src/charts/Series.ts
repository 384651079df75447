/** A line of a chart. */
export interface Series {
  readonly label: string;
  /** Names the colour: `--series-NAME` in tokens.css. */
  readonly name: "nav" | "underlying" | "naive";
  readonly points: readonly ChartPoint[];
}

export interface ChartPoint {
  /** {s} */
  readonly time: number;
  readonly value: number;
}
