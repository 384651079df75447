import type { Result } from "ethers";
import { Phrases, type ErrorContext } from "./Phrases.js";
import { SdkError } from "./SdkError.js";

/** What a signature's parameters are in TypeScript: `"uint256 dueAt, bool late"` is `{ dueAt: bigint; late: boolean }`. */
type Fields<P extends string> = P extends ""
  ? object
  : P extends `(${string}) ${infer Name}`
    ? Readonly<Record<Name, Result>>
    : P extends `${infer First}, ${infer Rest}`
      ? Field<First> & Fields<Rest>
      : Field<P>;
type Field<F extends string> = F extends `${infer Type} ${infer Name}` ? Readonly<Record<Name, Value<Type>>> : never;
type Value<T extends string> = T extends `uint${string}` | `int${string}`
  ? bigint
  : T extends "bool"
    ? boolean
    : string;
type Values<S extends string> = S extends `${string}(${infer P})` ? Fields<P> : never;

/** A custom error of a contract. */
export abstract class ContractError<V extends object = object> extends SdkError {
  constructor(
    /** What the contract reported, in its own units. */
    readonly values: V,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A class for one custom error, with the sentence that explains it to a holder. */
export interface ContractErrorClass {
  readonly signature: string;
  new (values: never, context?: ErrorContext, options?: ErrorOptions): ContractError;
}

/** The base of the class for the custom error of that signature. */
export function contractError<const S extends string>(
  signature: S,
  explain: (values: Values<S>, say: Phrases) => string,
) {
  return class extends ContractError<Values<S>> {
    static readonly signature = signature;

    constructor(values: Values<S>, context: ErrorContext = {}, options?: ErrorOptions) {
      super(values, explain(values, new Phrases(context)), options);
    }
  };
}
