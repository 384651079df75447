import { SdkError } from "../../sdk/index.js";

/** Settings that cannot be used; the message names every one of them, and where it was set. */
export class ConfigurationError extends SdkError {
  constructor(
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`Configuration: ${problems.join("; ")}.`, options);
  }
}
