import { getAddress } from "ethers";
import { z } from "zod";
import { InvalidDeploymentError } from "./errors/deployment.js";

const address = z.string().transform((text, ctx) => {
  try {
    return getAddress(text);
  } catch {
    ctx.addIssue("is not an address");
    return z.NEVER;
  }
});

const market = z.strictObject({
  /** The venue's name for the market, 32 bytes. */
  id: z.string().regex(/^0x[0-9a-f]{64}$/, "is not 32 bytes in hexadecimal"),
  oracle: address,
  /** The oracle's feed, where the oracle is a Chainlink one. */
  feed: address.optional(),
  /** Whether the feed is a mock, whose owner sets its price. */
  mockFeed: z.boolean(),
});

export const deploymentSchema = z.strictObject({
  chainId: z.int().positive(),
  /** First block that can hold an event of this system. */
  block: z.int().nonnegative(),
  accessManager: address,
  factory: address,
  lens: address,
  upkeep: address,
  router: address,
  collateral: address,
  venue: address,
  /** Which of the parts that are not ours are mocks. */
  mocks: z.strictObject({ collateral: z.boolean(), venue: z.boolean() }),
  markets: z.record(z.string(), market),
  /** Tokens by symbol. */
  tokens: z.record(z.string(), address),
});

/** What a deployment exports: the one file that scripts, keeper and page read. */
export type Deployment = Readonly<z.infer<typeof deploymentSchema>>;
export type DeployedMarket = Deployment["markets"][string];

/** Reads an exported deployment; `source` says where it came from. */
export function parseDeployment(json: string, source: string): Deployment {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (cause) {
    throw new InvalidDeploymentError(source, "it is not JSON", { cause });
  }
  const parsed = deploymentSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = issue?.path.join(".") ?? "";
  throw new InvalidDeploymentError(source, `${key === "" ? "the file" : `\`${key}\``}: ${issue?.message ?? ""}`, {
    cause: parsed.error,
  });
}

export function formatDeployment(deployment: Deployment): string {
  return `${JSON.stringify(deployment, null, 2)}\n`;
}
