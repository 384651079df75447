import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Where distributions put it; CHROMIUM_PATH names another. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable"];

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** The installed browser, if there is one. */
export function findBrowser(): string | undefined {
  return [process.env["CHROMIUM_PATH"] ?? "", ...PLACES].find((place) => place !== "" && existsSync(place));
}

export async function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS });
}
