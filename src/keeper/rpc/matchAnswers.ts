import { EndpointError } from "./EndpointError.js";
import { isError, type Answer, type Payload } from "./payload.js";
import { transientProblem } from "./transientProblem.js";

/**
 * Finds the one answer to each request of a batch. Of several to one request the first counts. Throws when one is missing,
 * or when the endpoint says that it cannot answer now.
 */
export function matchAnswers(endpoint: string, payloads: readonly Payload[], body: unknown): Answer[] {
  const answers = (Array.isArray(body) ? body : [body]).filter(isAnswer);
  return payloads.map((payload) => {
    // Some endpoints refuse a whole batch with one error that names no request.
    const found = answers.find(({ id }) => id === payload.id) ?? answers.find((answer) => isRefusal(answer));
    if (found === undefined) throw new EndpointError(endpoint, "bad-answer", `left ${payload.method} unanswered`);
    if (isError(found)) {
      const problem = transientProblem(payload.method, found);
      if (problem !== undefined) {
        throw new EndpointError(endpoint, problem, `refused ${payload.method} (${found.error.message ?? ""})`);
      }
    }
    return { ...found, id: payload.id };
  });
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && ("result" in value || "error" in value) && "id" in value;
}

function isRefusal(answer: Answer): boolean {
  return isError(answer) && (answer.id as unknown) === null;
}
