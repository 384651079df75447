import { SdkError } from "../../sdk/index.js";

/** What was wrong with an endpoint's answer. All of it may be right at another endpoint, or later. */
export type EndpointProblem =
  "unreachable" | "timeout" | "http" | "rate-limited" | "bad-answer" | "behind" | "wrong-chain";

/** An endpoint that did not answer, or not with what JSON-RPC promises. */
export class EndpointError extends SdkError {
  constructor(
    readonly endpoint: string,
    readonly problem: EndpointProblem,
    detail: string,
    /** {ms} How long it asks to be left alone. */
    readonly restFor = 0,
    options?: ErrorOptions,
  ) {
    super(`The endpoint ${endpoint} ${detail}: check it, or add another with --rpc.`, options);
  }
}
