/** How all charts look: light, and in colours that the colour-blind can tell apart (Okabe and Ito, 2008). */
export const COLOURS = {
  token: "#0072b2",
  underlying: "#6b6b6b",
  multiple: "#d55e00",
  target: "#009e73",
  emergency: "#d55e00",
  gain: "#0072b2",
  loss: "#d55e00",
  total: "#4d4d4d",
  band: "rgba(0, 158, 115, 0.08)",
  text: "#1f2328",
  faint: "#57606a",
  line: "#d0d7de",
  grid: "#eaeef2",
} as const;

/** For lines that are compared, in this order. */
export const SERIES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#4d4d4d", "#8c510a"] as const;

export const FONT = "Inter";
/** The font PNGs are drawn with, and what a browser without it takes. */
export const FONT_FAMILY = `${FONT}, Arial, sans-serif`;

/** {px} */
export const WIDTH = 960;
export const HEIGHT = 440;
/** {px} Where the plot lies. */
export const LEFT = 72;
export const RIGHT = 44;
export const TOP = 108;
export const BOTTOM = 40;
