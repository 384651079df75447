import { SdkError } from "./SdkError.js";

/** A deployment file that cannot be understood. */
export class InvalidDeploymentError extends SdkError {
  constructor(
    readonly source: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(
      `${source} is not a deployment of this version (${problem}): deploy again, or start \`npm run node\`.`,
      options,
    );
  }
}
