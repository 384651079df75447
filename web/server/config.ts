import path from "node:path";
import { fileURLToPath } from "node:url";
import type { InlineConfig, Plugin } from "vite";

export const WEB_FOLDER = fileURLToPath(new URL("../", import.meta.url));
export const DIST_FOLDER = path.join(WEB_FOLDER, "dist");

/** How the page is built: the same for `npm run build:web` and for tests. */
export const buildConfig: InlineConfig = {
  configFile: false,
  root: WEB_FOLDER,
  // Relative, so that the page works below any path.
  base: "./",
  logLevel: "warn",
  plugins: [withoutBytecode()],
  build: {
    outDir: DIST_FOLDER,
    emptyOutDir: true,
    target: "es2022",
    // The first browsers with light-dark(), which the themes are made of.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    // A data URL in a style sheet is a request less, but one more thing for the content security policy to allow.
    assetsInlineLimit: 0,
  },
};

/** TypeChain's factories carry what is deployed. The page deploys nothing. */
function withoutBytecode(): Plugin {
  return {
    name: "without-bytecode",
    transform: {
      filter: { id: /__factory\.ts$/ },
      handler: (code) => code.replace(/^const _bytecode =\s*"0x[0-9a-f]*";?$/m, 'const _bytecode = "0x";'),
    },
  };
}
