import { SdkError } from "../../sdk/index.js";
import type { Endpoint } from "./Endpoint.js";
import { isError } from "./payload.js";

/** No endpoint answers, so nothing can be begun. */
export class NoEndpointError extends SdkError {
  constructor(endpoints: readonly string[], options?: ErrorOptions) {
    super(
      `No node answers at ${endpoints.join(", ")}: start one with \`npm run node\`, or name another with --rpc.`,
      options,
    );
  }
}

/** Endpoints that are on different chains. */
export class MixedChainsError extends SdkError {
  constructor(chains: readonly string[]) {
    super(`The endpoints are on different chains (${chains.join(", ")}): name those of one chain with --rpc.`);
  }
}

/** Asks every endpoint for its chain; those that answer must agree, and one must. */
export async function readChainId(
  endpoints: readonly Endpoint[],
  onDead: (endpoint: Endpoint, error: unknown) => void,
): Promise<number> {
  const answers = await Promise.allSettled(endpoints.map(async (endpoint) => ({ endpoint, id: await ask(endpoint) })));
  const alive = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  const [first] = alive;
  if (first === undefined) {
    const [dead] = answers;
    throw new NoEndpointError(
      endpoints.map(({ label }) => label),
      { cause: dead?.status === "rejected" ? dead.reason : undefined },
    );
  }
  answers.forEach((answer, index) => {
    const endpoint = endpoints[index];
    if (answer.status === "rejected" && endpoint !== undefined) onDead(endpoint, answer.reason);
  });
  if (alive.some(({ id }) => id !== first.id)) {
    throw new MixedChainsError(alive.map(({ endpoint, id }) => `${endpoint.label}: ${String(id)}`));
  }
  return first.id;
}

async function ask(endpoint: Endpoint): Promise<number> {
  const [answer] = await endpoint.request([{ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] }]);
  const id = answer === undefined || isError(answer) ? Number.NaN : Number(answer.result);
  if (!Number.isSafeInteger(id))
    throw new SdkError(`The endpoint ${endpoint.label} does not say which chain it is on.`);
  return id;
}
