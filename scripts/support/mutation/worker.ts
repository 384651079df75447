/** Child process of `npm run test:mutation`: compiles and judges, one request at a time, in a lab of its own. */
import { Compiler, type ContractName } from "./compiler.js";
import { type Baseline, judge } from "./judge.js";
import { Lab } from "./lab.js";
import type { TestResult } from "./mochaResult.js";
import type { Judged, Mutant } from "./types.js";

export interface Requests {
  /** Builds one contract without any fault. */
  build: { request: ContractName; reply: string };
  /** Puts the contracts in place as they are without a fault. */
  prepare: { request: Baseline; reply: null };
  /** Runs tests on what is in place. */
  test: { request: readonly string[]; reply: TestResult };
  judge: { request: Mutant; reply: Judged };
}

export interface Message<Kind extends keyof Requests = keyof Requests> {
  readonly kind: Kind;
  readonly request: Requests[Kind]["request"];
}

export type Reply = { readonly reply: unknown } | { readonly error: string };

/** {ms} */
const TIMEOUT = Number(process.env["MUTATION_TIMEOUT"] ?? 600_000);

const compiler = new Compiler(new URL("../../../", import.meta.url));
const lab = await Lab.open();
let baseline: Baseline = {};

const handlers: { [Kind in keyof Requests]: (request: Requests[Kind]["request"]) => Promise<Requests[Kind]["reply"]> } =
  {
    build: (contract) => Promise.resolve(compiler.bytecode(contract)),
    prepare: async (codes) => {
      baseline = codes;
      for (const [contract, code] of Object.entries(codes)) await lab.install(contract as ContractName, code);
      return null;
    },
    test: (tests) => lab.run(tests, TIMEOUT),
    judge: (mutant) => judge(mutant, compiler, lab, baseline, TIMEOUT),
  };

process.on("message", ({ kind, request }: Message) => {
  const handler = handlers[kind] as (request: unknown) => Promise<unknown>;
  handler(request).then(
    (reply) => process.send?.({ reply } satisfies Reply),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
// The parent ends this process, by letting go of it; until then an interrupt is the parent's.
process.on("SIGINT", () => undefined);
process.on("disconnect", () => {
  void lab.close().finally(() => process.exit());
});
process.send?.({ reply: null } satisfies Reply);
