import { isError } from "ethers";

const LOST = ["UNKNOWN_ERROR", "NETWORK_ERROR", "SERVER_ERROR", "TIMEOUT", "BAD_DATA"] as const;

/**
 * ethers asks for a transaction's receipt at every block by itself, and what goes wrong there reaches nobody who asked. A
 * node that is away is no fault of the page, whose own reads say so: such an answer is asked for again, and not reported.
 */
export function overlookLostAnswers(): void {
  addEventListener("unhandledrejection", (event) => {
    if (LOST.some((code) => isError(event.reason, code))) event.preventDefault();
  });
}
