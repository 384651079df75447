import type { JsonRpcError, JsonRpcPayload, JsonRpcResult } from "ethers";

export type Payload = JsonRpcPayload;
export type Answer = JsonRpcResult | JsonRpcError;

export function isError(answer: Answer): answer is JsonRpcError {
  return "error" in answer;
}
