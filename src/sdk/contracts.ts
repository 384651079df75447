/* The generated contracts the SDK calls, each from its own file: all of them together are ten times as large. */
import { Contract, type ContractRunner } from "ethers";
import type { ILeveragedToken } from "../../types/ethers-contracts/contracts/interfaces/ILeveragedToken.js";
import { ILeveragedToken__factory } from "../../types/ethers-contracts/factories/contracts/interfaces/ILeveragedToken__factory.js";

export type { LeveragedTokenLens } from "../../types/ethers-contracts/contracts/LeveragedTokenLens.js";
export type { LeveragedTokenRouter } from "../../types/ethers-contracts/contracts/LeveragedTokenRouter.js";
export type { RebalanceUpkeep } from "../../types/ethers-contracts/contracts/RebalanceUpkeep.js";
export type { ILeveragedTokenFactory } from "../../types/ethers-contracts/contracts/interfaces/ILeveragedTokenFactory.js";
export type { MockCollateral } from "../../types/ethers-contracts/contracts/mocks/MockCollateral.js";
export { LeveragedTokenLens__factory } from "../../types/ethers-contracts/factories/contracts/LeveragedTokenLens__factory.js";
export { LeveragedTokenRouter__factory } from "../../types/ethers-contracts/factories/contracts/LeveragedTokenRouter__factory.js";
export { RebalanceUpkeep__factory } from "../../types/ethers-contracts/factories/contracts/RebalanceUpkeep__factory.js";
export { AggregatorV3Interface__factory } from "../../types/ethers-contracts/factories/contracts/interfaces/AggregatorV3Interface__factory.js";
export { IFuturesVenue__factory } from "../../types/ethers-contracts/factories/contracts/interfaces/IFuturesVenue__factory.js";
export { IVenueAccount__factory } from "../../types/ethers-contracts/factories/contracts/interfaces/IVenueAccount.sol/IVenueAccount__factory.js";
export { ILeveragedTokenFactory__factory } from "../../types/ethers-contracts/factories/contracts/interfaces/ILeveragedTokenFactory__factory.js";
export { IPriceOracle__factory } from "../../types/ethers-contracts/factories/contracts/interfaces/IPriceOracle__factory.js";
export { MockAggregator__factory } from "../../types/ethers-contracts/factories/contracts/mocks/MockAggregator__factory.js";
export { MockCollateral__factory } from "../../types/ethers-contracts/factories/contracts/mocks/MockCollateral__factory.js";
export type { ILeveragedToken };

/** Read once: it takes some ten milliseconds, and there are many tokens. */
export const TOKEN_INTERFACE = ILeveragedToken__factory.createInterface();

/** A token at an address. */
export function tokenAt(address: string, runner: ContractRunner): ILeveragedToken {
  return new Contract(address, TOKEN_INTERFACE, runner) as unknown as ILeveragedToken;
}
