import { EndpointError } from "../rpc/EndpointError.js";

/** A short name for an error, the same for all of its kind: what metrics count by. */
export function errorClass(error: unknown): string {
  if (error instanceof EndpointError) return `endpoint-${error.problem}`;
  if (!(error instanceof Error)) return "unknown";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.name;
}
