import type { Result } from "ethers";

/** The fields of what a twin returned, as ethers would; undefined where it refused. */
export function fieldsOf(value: object | undefined): unknown[] | undefined {
  return value === undefined
    ? undefined
    : Object.values(value).map((field: unknown) => (typeof field === "number" ? BigInt(field) : field));
}

/** The fields of what a contract returned; undefined where it returned nothing or reverted. */
export async function outcomeOf(call: Promise<unknown>): Promise<unknown[] | undefined> {
  try {
    return ((await call) as Result | undefined)?.toArray();
  } catch (error) {
    if (error instanceof Error && error.message.includes("reverted with")) return undefined;
    throw error;
  }
}
