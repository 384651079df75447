import { SdkError } from "./SdkError.js";

/** A number, percentage or duration that cannot be read. */
export class InvalidAmountError extends SdkError {
  constructor(
    readonly what: string,
    readonly text: string,
    readonly problem: string,
  ) {
    super(`The ${what} "${text}" ${problem}.`);
  }
}

export class UnknownTokenError extends SdkError {
  constructor(
    readonly symbol: string,
    readonly known: readonly string[],
  ) {
    super(`There is no token "${symbol}": choose one of ${known.join(", ")}.`);
  }
}

/** A token whose rebalances cannot be foretold. */
export class UnknownPolicyError extends SdkError {
  constructor(readonly token: string) {
    super(`The rebalance policy of ${token} is of a kind that cannot be simulated: choose another token.`);
  }
}

export class UnlistedMarketError extends SdkError {
  constructor(
    readonly market: string,
    readonly known: readonly string[],
  ) {
    super(`There is no market "${market}": choose one of ${known.join(", ")}.`);
  }
}

/** An account that does not hold what it wants to spend. */
export class BalanceTooLowError extends SdkError {
  constructor(account: string, holds: string, needs: string, hint: string) {
    super(`${account} has ${holds}, less than ${needs}: ${hint}.`);
  }
}

/** A control that only mocks have. */
export class NotAMockError extends SdkError {
  constructor(readonly market: string) {
    super(
      `The feed of ${market} is a real one, whose price nobody here can set: use a local node with \`npm run node\`.`,
    );
  }
}
