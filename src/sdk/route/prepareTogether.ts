import type { System } from "../connect.js";
import type { Prepared } from "../prepare/Prepared.js";

/**
 * Joins actions through the router into one transaction: all of them happen, in order, or none. Outcomes are read per
 * token, so each token should appear once as what is given up and once as what is taken.
 */
export async function prepareTogether<Outcomes extends readonly unknown[]>(
  { router }: System,
  actions: { readonly [Index in keyof Outcomes]: Prepared<Outcomes[Index]> },
): Promise<Prepared<Outcomes>> {
  return {
    request: await router.multicall.populateTransaction(actions.map(({ request }) => request.data)),
    context: actions[0]?.context ?? {},
    read: (logs) => actions.map((action) => action.read(logs)) as unknown as Outcomes,
  };
}
