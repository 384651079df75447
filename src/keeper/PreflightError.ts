import { SdkError } from "../sdk/index.js";

/** Something must be mended before the keeper can start; the message says what. */
export class PreflightError extends SdkError {}
