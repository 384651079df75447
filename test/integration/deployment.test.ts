import { expect } from "chai";
import type { Result } from "ethers";
import { config, network } from "hardhat";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROLES } from "../../ignition/modules/access.js";
import { defaultDeploymentFile, loadDeployment, saveDeployment } from "../../src/deploy/deploymentFile.js";
import { deploySystem } from "../../src/deploy/deploySystem.js";
import { parseParameters, type Parameters } from "../../src/deploy/parameters.js";
import { readParameters } from "../../src/deploy/readParameters.js";
import type { Deployment } from "../../src/sdk/index.js";
import {
  AccessManager__factory,
  BandPolicy__factory,
  LeveragedToken__factory,
  LeveragedTokenFactory__factory,
  LeveragedTokenRouter__factory,
  MockCollateral__factory,
  MockFuturesVenue__factory,
  RebalanceUpkeep__factory,
} from "../../types/ethers-contracts/index.js";
import { failure, LOCAL, localFile } from "../support/parameters.js";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

const BTC = ethers.encodeBytes32String("BTC");
const WAD = 10n ** 18n;
const DAY = 86_400n;

function connect({ accessManager, factory, venue, collateral, tokens }: Deployment) {
  const { provider } = ethers;
  return {
    accessManager: AccessManager__factory.connect(accessManager, provider),
    factory: LeveragedTokenFactory__factory.connect(factory, provider),
    venue: MockFuturesVenue__factory.connect(venue, provider),
    collateral: MockCollateral__factory.connect(collateral, provider),
    token: (symbol: string) => LeveragedToken__factory.connect(tokens[symbol]!, provider),
  };
}

/** A struct as an object. */
function plain(struct: unknown): unknown {
  return (struct as Result).toObject();
}

describe("Deployment", function () {
  async function localSystem() {
    const parameters = await readParameters(LOCAL);
    const deployment = await deploySystem(connection, parameters);
    const [deployer, other] = await ethers.getSigners();
    return { parameters, deployment, ...connect(deployment), deployer: deployer!, other: other! };
  }

  /** Every role with an account of its own, the governor behind a day's delay. */
  async function governedSystem() {
    const [deployer, governor, guardian, scenario, feeCollector] = (await ethers.getSigners()).slice(0, 5);
    const file = await localFile();
    file.governance = {
      delay: "1d",
      governor: governor!.address,
      guardian: guardian!.address,
      scenario: scenario!.address,
      feeCollector: feeCollector!.address,
    };
    file.tokens = file.tokens.slice(0, 1);
    const deployment = await deploySystem(connection, parseParameters(file, "test"));
    return {
      deployment,
      ...connect(deployment),
      deployer: deployer!,
      governor: governor!,
      guardian: guardian!,
      scenario: scenario!,
      feeCollector: feeCollector!,
    };
  }

  describe("of the local parameters", function () {
    it("creates the seven tokens, each with the default terms", async function () {
      const { deployment, token } = await loadFixture(localSystem);
      const targets = { BTC3L: 30, BTC3S: -30, BTC2L: 20, "BTC1.5L": 15, BTC1L: 10, ETH3L: 30, ETH3S: -30 };
      expect(deployment.tokens).to.have.all.keys(Object.keys(targets));
      for (const [symbol, tenths] of Object.entries(targets)) {
        const contract = token(symbol);
        expect(await contract.symbol()).to.equal(symbol);
        expect(await contract.targetLeverage()).to.equal((BigInt(tenths) * WAD) / 10n);
        expect(await contract.venue()).to.equal(deployment.venue);
        expect(await contract.asset()).to.equal(deployment.collateral);
        expect(await contract.factory()).to.equal(deployment.factory);
        expect(await contract.market()).to.equal(ethers.encodeBytes32String(symbol.slice(0, 3)));
        expect(await contract.oracle()).to.equal(deployment.markets[symbol.slice(0, 3)]!.oracle);
        expect(plain(await contract.limits())).to.deep.equal({ capacity: 50_000_000n, maxTrade: 2_000_000n });
        const { managementPpmPerYear, mintPpm, redeemPpm } = await contract.state();
        expect([managementPpmPerYear, mintPpm, redeemPpm]).to.deep.equal([36_500n, 1_000n, 1_000n]);
      }
    });

    it("lets all of them rebalance by one policy, which the factory allows, and asks one desk", async function () {
      const { deployment, factory, token } = await loadFixture(localSystem);
      const symbols = Object.keys(deployment.tokens);
      const policies = new Set(await Promise.all(symbols.map((symbol) => token(symbol).policy())));
      expect(policies.size).to.equal(1);
      const [address] = policies;
      expect(await factory.isPolicyAllowed(address!)).to.be.true;
      expect(plain(await BandPolicy__factory.connect(address!, ethers.provider).parameters())).to.deep.equal({
        period: DAY,
        offset: 0n,
        cooldown: 300n,
        lowerBand: (2n * WAD) / 3n,
        upperBand: (4n * WAD) / 3n,
        emergencyBand: (5n * WAD) / 3n,
        maxSlippage: 2n * 10n ** 16n,
        emergencySlippage: 2n * 10n ** 16n,
        tipRate: 10n ** 15n,
        tipCap: 200_000_000n,
      });
      for (const symbol of symbols) expect(await token(symbol).desk()).to.equal(await factory.desk());
    });

    it("registers them with the factory and in the export alike", async function () {
      const { deployment, factory } = await loadFixture(localSystem);
      expect(await factory.tokenCount()).to.equal(7n);
      for (const [symbol, address] of Object.entries(deployment.tokens)) {
        expect(await factory.tokenBySymbol(symbol)).to.equal(address);
      }
    });

    it("has a router for the registry", async function () {
      const { deployment } = await loadFixture(localSystem);
      const router = LeveragedTokenRouter__factory.connect(deployment.router, ethers.provider);
      expect(await router.factory()).to.equal(deployment.factory);
    });

    it("lets an upkeep look after the registry, which finds nothing due in empty tokens", async function () {
      const { deployment } = await loadFixture(localSystem);
      const upkeep = RebalanceUpkeep__factory.connect(deployment.upkeep, ethers.provider);
      expect(await upkeep.factory()).to.equal(deployment.factory);
      expect((await upkeep.checkUpkeep("0x")).upkeepNeeded).to.be.false;
    });

    it("lists both markets with their terms", async function () {
      const { deployment, venue } = await loadFixture(localSystem);
      for (const [name, { id, oracle }] of Object.entries(deployment.markets)) {
        expect(id).to.equal(ethers.encodeBytes32String(name));
        expect(plain(await venue.terms(id))).to.deep.equal({
          oracle,
          takerFee: 5n * 10n ** 14n,
          maxImpact: WAD / 100n,
          initialMargin: WAD / 10n,
          maintenanceMargin: WAD / 20n,
          liquidationReward: 2n * 10n ** 14n,
          liquidationRewardCap: 50_000_000n,
          outageDelay: 3n * DAY,
        });
      }
      expect(Object.keys(deployment.markets)).to.deep.equal(["BTC", "ETH"]);
    });

    it("fills the mock venue's pool and insurance, and owes nothing beyond", async function () {
      const { venue, collateral } = await loadFixture(localSystem);
      const { pool, insurance } = await venue.books();
      expect([pool, insurance]).to.deep.equal([500_000_000_000_000n, 1_000_000_000_000n]);
      expect(await collateral.balanceOf(venue)).to.equal(501_000_000_000_000n);
    });

    it("makes the deployer governor at once, guardian and player of scenarios", async function () {
      const { accessManager, deployer } = await loadFixture(localSystem);
      for (const role of Object.values(ROLES)) {
        expect([...(await accessManager.hasRole(role, deployer))]).to.deep.equal([true, 0n]);
      }
    });

    it("gives an outsider no role at all", async function () {
      const { accessManager, factory, venue, other, deployment } = await loadFixture(localSystem);
      for (const role of Object.values(ROLES)) expect((await accessManager.hasRole(role, other)).isMember).to.be.false;
      for (const call of [
        () => factory.connect(other).allowMarket(venue, BTC, "BTC"),
        () => factory.connect(other).setFeeCollector(other),
        () => factory.connect(other).pauseMint(deployment.tokens["BTC3L"]!),
        () => factory.connect(other).windDown(deployment.tokens["BTC3L"]!, 0n),
        () => venue.connect(other).setScenario(BTC, true, false, 0),
        () => venue.connect(other).setBaseFunding(BTC, 0),
        () => venue.connect(other).setOpenInterestCap(BTC, 0),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(factory, "AccessManagedUnauthorized")
          .withArgs(other.address);
      }
    });
  });

  describe("with a governor of its own", function () {
    it("leaves the deployer without any role", async function () {
      const { accessManager, factory, deployer, deployment } = await loadFixture(governedSystem);
      for (const role of Object.values(ROLES)) {
        expect((await accessManager.hasRole(role, deployer)).isMember).to.be.false;
      }
      await expect(factory.connect(deployer).pauseMint(deployment.tokens["BTC3L"]!))
        .to.be.revertedWithCustomError(factory, "AccessManagedUnauthorized")
        .withArgs(deployer.address);
      await expect(accessManager.connect(deployer).grantRole(ROLES.GOVERNOR, deployer, 0))
        .to.be.revertedWithCustomError(accessManager, "AccessManagerUnauthorizedAccount")
        .withArgs(deployer.address, ROLES.ADMIN);
    });

    it("holds the governor to its delay, in governing and in administering", async function () {
      const { accessManager, factory, governor, feeCollector } = await loadFixture(governedSystem);
      for (const role of [ROLES.GOVERNOR, ROLES.ADMIN]) {
        expect([...(await accessManager.hasRole(role, governor))]).to.deep.equal([true, DAY]);
      }
      expect(await factory.feeCollector()).to.equal(feeCollector);

      const data = factory.interface.encodeFunctionData("setFeeCollector", [governor.address]);
      await expect(factory.connect(governor).setFeeCollector(governor)).to.be.revertedWithCustomError(
        accessManager,
        "AccessManagerNotScheduled",
      );
      await accessManager.connect(governor).schedule(factory, data, 0);
      await time.increase(DAY - 10n);
      await expect(factory.connect(governor).setFeeCollector(governor)).to.be.revertedWithCustomError(
        accessManager,
        "AccessManagerNotReady",
      );
      await time.increase(10n);
      await factory.connect(governor).setFeeCollector(governor);
      expect(await factory.feeCollector()).to.equal(governor.address);
    });

    it("lets the guardian pause minting and nothing else", async function () {
      const { factory, venue, guardian, token, deployment } = await loadFixture(governedSystem);
      const btc3l = deployment.tokens["BTC3L"]!;
      const asGuardian = factory.connect(guardian);
      for (const call of [
        () => asGuardian.unpauseMint(btc3l),
        () => asGuardian.setFees(btc3l, { managementPpmPerYear: 0, mintPpm: 0, redeemPpm: 0 }),
        () => asGuardian.setLimits(btc3l, { capacity: 0, maxTrade: 0 }),
        () => asGuardian.setFeeCollector(guardian),
        () => asGuardian.allowMarket(venue, BTC, "X"),
        () => asGuardian.windDown(btc3l, 0n),
        () => venue.connect(guardian).setScenario(BTC, true, false, 0),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(factory, "AccessManagedUnauthorized")
          .withArgs(guardian.address);
      }
      await asGuardian.pauseMint(btc3l);
      expect((await token("BTC3L").state()).mintPaused).to.be.true;
    });

    it("lets the scenario's player play the venue and nothing else", async function () {
      const { factory, venue, scenario, deployment } = await loadFixture(governedSystem);
      await venue.connect(scenario).setScenario(BTC, true, false, 0);
      expect((await venue.position(BTC, scenario)).halted).to.be.true;
      await venue.connect(scenario).setBaseFunding(BTC, 1);
      await venue.connect(scenario).setOpenInterestCap(BTC, 1_000_000);
      await expect(factory.connect(scenario).pauseMint(deployment.tokens["BTC3L"]!))
        .to.be.revertedWithCustomError(factory, "AccessManagedUnauthorized")
        .withArgs(scenario.address);
    });

    it("holds even a deployer that governs to a delay", async function () {
      const { deployer, parameters } = await loadFixture(localSystem);
      const governance = { ...parameters.governance, delay: 3_600 };
      const { accessManager } = connect(await deploySystem(connection, { ...parameters, governance, tokens: [] }));
      for (const role of [ROLES.GOVERNOR, ROLES.ADMIN]) {
        expect([...(await accessManager.hasRole(role, deployer))]).to.deep.equal([true, 3_600n]);
      }
    });
  });

  describe("of mocks", function () {
    it("is skipped for a collateral and feeds that exist", async function () {
      const { deployment: first, parameters } = await loadFixture(localSystem);
      const markets: Parameters["markets"] = {};
      for (const [name, market] of Object.entries(parameters.markets)) {
        markets[name] = { ...market, oracle: { ...market.oracle!, feed: first.markets[name]!.feed! } };
      }
      const second = await deploySystem(connection, {
        ...parameters,
        collateral: first.collateral,
        venue: { mock: { liquidity: "0", insurance: "0" } },
        markets,
        tokens: parameters.tokens.slice(0, 1),
      });
      expect(second.collateral).to.equal(first.collateral);
      expect(second.mocks).to.deep.equal({ collateral: false, venue: true });
      for (const name of ["BTC", "ETH"]) {
        expect(second.markets[name]!.feed).to.equal(first.markets[name]!.feed);
        expect(second.markets[name]!.mockFeed).to.be.false;
        expect(second.markets[name]!.oracle).not.to.equal(first.markets[name]!.oracle);
      }
    });

    it("is skipped for a venue that exists, whose own oracles are used", async function () {
      const { deployment: first, parameters } = await loadFixture(localSystem);
      const second = await deploySystem(connection, {
        ...parameters,
        collateral: first.collateral,
        venue: first.venue,
        markets: { BTC: {} },
        tokens: parameters.tokens.slice(0, 1),
      });
      expect(second.venue).to.equal(first.venue);
      expect(second.mocks).to.deep.equal({ collateral: false, venue: false });
      const { id, oracle } = first.markets["BTC"]!;
      expect(second.markets).to.deep.equal({ BTC: { id, oracle, mockFeed: false } });
      expect(await connect(second).token("BTC3L").oracle()).to.equal(oracle);
      expect(second.tokens["BTC3L"]).not.to.equal(first.tokens["BTC3L"]);
    });
  });

  it("is refused where the collateral is not that of a venue that exists", async function () {
    const { deployment, parameters } = await loadFixture(localSystem);
    const foreign = { ...parameters, collateral: deployment.lens, venue: deployment.venue, markets: { BTC: {} } };
    expect(await failure(deploySystem(connection, { ...foreign, tokens: [] }))).to.equal(
      `Parameters: \`collateral\` is not the venue's own: set it to ${deployment.collateral}`,
    );
  });

  describe("over a real connection", function () {
    this.timeout(60_000);

    it("signs with the key of the network, is resumed by its journal, and exports the same addresses", async function () {
      const chainId = 4_242;
      const journal = path.join(config.paths.ignition, "deployments", `chain-${String(chainId)}`);
      const server = await network.createServer({ override: { chainId } }, "127.0.0.1");
      try {
        const { port } = await server.listen();
        const key = ethers.HDNodeWallet.fromPhrase(
          "test test test test test test test test test test test junk",
        ).privateKey;
        const remote = await network.create({
          network: "remote",
          override: { url: `http://127.0.0.1:${String(port)}`, accounts: [key] },
        });
        const file = await localFile();
        file.tokens = file.tokens.slice(0, 1);
        const parameters = parseParameters(file, "test");

        const first = await deploySystem(remote, parameters);
        const blocks = await remote.ethers.provider.getBlockNumber();
        const second = await deploySystem(remote, parameters);
        expect(first.chainId).to.equal(chainId);
        expect({ ...second, block: first.block }).to.deep.equal(first);
        expect(await remote.ethers.provider.getBlockNumber()).to.equal(blocks);
        await remote.close();
      } finally {
        await server.close();
        await rm(journal, { recursive: true, force: true });
      }
    });

    it("leaves no journal of a local chain, which forgets everything", async function () {
      await loadFixture(localSystem);
      expect(existsSync(path.join(config.paths.ignition, "deployments", "chain-31337"))).to.be.false;
    });
  });

  describe("export", function () {
    it("is read back as it was written", async function () {
      const { deployment } = await loadFixture(localSystem);
      const folder = await mkdtemp(path.join(tmpdir(), "deployment-"));
      const file = path.join(folder, "new", "31337.json");
      await saveDeployment(deployment, file);
      expect(await loadDeployment(file)).to.deep.equal(deployment);

      const damaged = { ...deployment, venue: "0x12" };
      await writeFile(file, JSON.stringify(damaged));
      expect(await failure(loadDeployment(file))).to.match(/`venue`: is not an address.*deploy again/);
      await writeFile(file, "{");
      expect(await failure(loadDeployment(file))).to.match(/it is not JSON/);
      await rm(folder, { recursive: true });
      expect(await failure(loadDeployment(file))).to.match(/There is no deployment file .*npm run node/);
    });

    it("goes to a file named after the chain", function () {
      expect(defaultDeploymentFile(31337)).to.match(/deployments.31337\.json$/);
    });
  });
});
