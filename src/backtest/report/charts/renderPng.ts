import { Resvg } from "@resvg/resvg-js";
import { fileURLToPath } from "node:url";
import { FONT } from "./theme.js";

/** Pixels of the picture for each of the chart. */
const ZOOM = 2;

/** From a package, so that a machine without fonts shows text as well. */
const FONT_FILES = ["400Regular/Inter_400Regular.ttf", "600SemiBold/Inter_600SemiBold.ttf"].map((file) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}`)),
);

/** Draws an SVG as PNG, the same on every machine. */
export function renderPng(svg: string): Uint8Array {
  const font = { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: FONT };
  return new Resvg(svg, { fitTo: { mode: "zoom", value: ZOOM }, background: "white", font }).render().asPng();
}
