import type { Mutator } from "../context.js";
import { swappedArguments } from "./arguments.js";
import { conditions } from "./conditions.js";
import { constants } from "./constants.js";
import { operators } from "./operators.js";
import { rounding } from "./rounding.js";
import { sign } from "./sign.js";
import { statements } from "./statements.js";

export const MUTATORS: readonly Mutator[] = [
  operators,
  constants,
  rounding,
  sign,
  conditions,
  statements,
  swappedArguments,
];
