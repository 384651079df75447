/** What the package takes over from the repository's own manifest. */
export interface RootManifest {
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Those the SDK's code imports. */
const DEPENDENCIES = ["zod"] as const;

/** The package's manifest. ethers is a peer: a provider or signer of the program's own must be of the same one. */
export function manifest({ version, license, engines, dependencies }: RootManifest) {
  const entry = (file: string) => ({ types: `./${file}.d.ts`, default: `./${file}.js` });
  return {
    name: "leveraged-tokens-sdk",
    version,
    description:
      "Leveraged tokens over ethers: read, quote, mint, redeem, flip and follow them, in Node and in a browser",
    license,
    type: "module",
    sideEffects: false,
    engines,
    exports: {
      ".": entry("src/sdk/index"),
      "./node": entry("src/publish/node"),
      "./deployments": entry("deployments"),
      "./abis/*.json": "./abis/*.json",
      "./package.json": "./package.json",
    },
    types: "./src/sdk/index.d.ts",
    dependencies: Object.fromEntries(DEPENDENCIES.map((name) => [name, dependencies[name] ?? "*"])),
    peerDependencies: { ethers: `^${dependencies["ethers"] ?? "6"}` },
  };
}
