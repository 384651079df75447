/* What fails before or around a contract. */
import { SdkError } from "./SdkError.js";

export class NodeUnreachableError extends SdkError {
  constructor(
    readonly url: string,
    options?: ErrorOptions,
  ) {
    super(`No node answers at ${url}: start one with \`npm run node\`, or name another with --rpc.`, options);
  }
}

export class WrongChainError extends SdkError {
  constructor(
    readonly expected: number,
    readonly actual: bigint,
  ) {
    super(
      `The deployment is on chain ${String(expected)} but the node is on chain ${String(actual)}: use the node or the deployment that fits.`,
    );
  }
}

export class NotDeployedError extends SdkError {
  constructor(readonly address: string) {
    super(
      `There is no contract at ${address}, where the deployment says: the node was restarted or is another one, so deploy again.`,
    );
  }
}

export class GasFundsError extends SdkError {
  constructor(options?: ErrorOptions) {
    super("The account cannot pay for gas: send it some of the chain's own coin.", options);
  }
}

export class RejectedError extends SdkError {
  constructor(options?: ErrorOptions) {
    super("The wallet did not sign the transaction: confirm it to go on.", options);
  }
}

/** A revert nothing of ours explains. */
export class UnexpectedRevertError extends SdkError {
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`The contract refused without a reason we know (${reason}): check the addresses and try again.`, options);
  }
}

/** Something else went wrong on the way to the chain. */
export class TransportError extends SdkError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`The node did not do what was asked (${reason}): try again.`, options);
  }
}
