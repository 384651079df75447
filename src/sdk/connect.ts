import type { Provider } from "ethers";
import {
  ILeveragedTokenFactory__factory,
  LeveragedTokenLens__factory,
  LeveragedTokenRouter__factory,
  MockCollateral__factory,
  RebalanceUpkeep__factory,
  tokenAt,
  type ILeveragedToken,
  type ILeveragedTokenFactory,
  type LeveragedTokenLens,
  type LeveragedTokenRouter,
  type MockCollateral,
  type RebalanceUpkeep,
} from "./contracts.js";
import type { Deployment } from "./deployment.js";
import { UnknownTokenError } from "./errors/input.js";
import type { ErrorContext } from "./errors/Phrases.js";
import { NotDeployedError, WrongChainError } from "./errors/transport.js";

/** What every function of the SDK starts from: a chain, and where the contracts are on it. */
export interface System {
  readonly provider: Provider;
  readonly deployment: Deployment;
  readonly factory: ILeveragedTokenFactory;
  readonly lens: LeveragedTokenLens;
  readonly upkeep: RebalanceUpkeep;
  readonly router: LeveragedTokenRouter;
  readonly collateral: Collateral;
}

export interface Collateral {
  readonly address: string;
  readonly symbol: string;
  readonly decimals: number;
  /** Only its ERC-20 and permit part, unless the deployment says that it is a mock. */
  readonly contract: MockCollateral;
}

/** Checks that the provider's chain is the deployment's and that the contracts are there. */
export async function connectSystem(provider: Provider, deployment: Deployment): Promise<System> {
  const contract = MockCollateral__factory.connect(deployment.collateral, provider);
  const contracts = {
    factory: ILeveragedTokenFactory__factory.connect(deployment.factory, provider),
    lens: LeveragedTokenLens__factory.connect(deployment.lens, provider),
    upkeep: RebalanceUpkeep__factory.connect(deployment.upkeep, provider),
    router: LeveragedTokenRouter__factory.connect(deployment.router, provider),
  };
  const { factory, lens, upkeep, router } = contracts;
  // Each is asked something, in the same round trip as the chain's id: that is quicker than to fetch their code.
  const [network, answers] = await Promise.allSettled([
    provider.getNetwork(),
    Promise.all([
      contract.symbol(),
      contract.decimals(),
      factory.tokenCount(),
      lens.page(deployment.factory, 0, 0),
      upkeep.factory(),
      router.factory(),
    ]),
  ]);
  if (network.status === "rejected") throw network.reason;
  const { chainId } = network.value;
  if (chainId !== BigInt(deployment.chainId)) throw new WrongChainError(deployment.chainId, chainId);
  if (answers.status === "rejected") {
    await requireDeployed(provider, deployment);
    throw answers.reason;
  }
  const [symbol, decimals] = answers.value;
  const collateral = { address: deployment.collateral, symbol, decimals: Number(decimals), contract };
  return { provider, deployment, ...contracts, collateral };
}

/** Throws for the first address without a contract. */
async function requireDeployed(
  provider: Provider,
  { factory, lens, upkeep, router, collateral }: Deployment,
): Promise<void> {
  for (const address of [factory, lens, upkeep, router, collateral]) {
    if ((await provider.getCode(address)) === "0x") throw new NotDeployedError(address);
  }
}

/** The token of that symbol, in any case of its letters. */
export function tokenContract(system: System, symbol: string): ILeveragedToken {
  const address = system.deployment.tokens[knownSymbol(system, symbol)] ?? "";
  return tokenAt(address, system.provider);
}

/** The symbol as the deployment writes it. */
export function knownSymbol({ deployment }: System, symbol: string): string {
  const known = Object.keys(deployment.tokens);
  const found = known.find((name) => name.toLowerCase() === symbol.trim().toLowerCase());
  if (found === undefined) throw new UnknownTokenError(symbol, known);
  return found;
}

/** What error messages about a token need to know. */
export function errorContext(system: System, token: string, action?: ErrorContext["action"]): ErrorContext {
  return { token, collateral: system.collateral, ...(action === undefined ? {} : { action }) };
}
