import { SdkError } from "../../sdk/index.js";

/** A wallet that cannot be opened. Its cause is not kept: that would show the key. */
export class WalletError extends SdkError {}
