import { expect } from "chai";
import { encryptKeystoreJsonSync, Wallet } from "ethers";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  ConfigurationError,
  environmentName,
  flagName,
  openWallet,
  parseSettings,
  readSettings,
  SETTING_KEYS,
} from "../../../src/keeper/index.js";

const KEY = `0x${"a1".repeat(32)}`;

describe("The keeper's configuration", function () {
  const parse = (
    flags: Record<string, unknown> = {},
    environment: Record<string, string> = {},
    content?: Record<string, unknown>,
  ) =>
    parseSettings({ flags, environment, ...(content === undefined ? {} : { file: { name: "keeper.json", content } }) });

  function problemsOf(...sources: Parameters<typeof parse>): readonly string[] {
    try {
      parse(...sources);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems;
      throw error;
    }
    return [];
  }

  it("needs nothing on a local node", function () {
    const settings = parse();
    expect(settings).to.include({ poll: 1_000, interval: 15_000, once: false, metricsPort: 9464, stuckBlocks: 3 });
    expect(settings.rpc).to.deep.equal(["http://127.0.0.1:8545"]);
    expect(settings.maxFee).to.equal(100n * 10n ** 9n);
  });

  it("takes a flag before a variable, and a variable before the file", function () {
    const file = { interval: "3s", poll: "3s", stuckAfter: "3s" };
    const environment = { KEEPER_INTERVAL: "2s", KEEPER_POLL: "2s" };
    expect(parse({ interval: "1s" }, environment, file)).to.include({
      interval: 1_000,
      poll: 2_000,
      stuckAfter: 3_000,
    });
  });

  it("reads several endpoints from a repeated flag, a variable with commas or a list in the file", function () {
    const urls = ["http://one:1", "https://two:2"];
    for (const settings of [
      parse({ rpc: urls }),
      parse({}, { KEEPER_RPC: "http://one:1, https://two:2" }),
      parse({}, {}, { rpc: urls }),
    ]) {
      expect(settings.rpc).to.deep.equal(urls);
    }
  });

  it("names every mistake with its key and where it was made", function () {
    const problems = problemsOf(
      { poll: "soon", metricsPort: "99999" },
      { KEEPER_STUCK_BLOCKS: "0", KEEPER_RETRIES: "3" },
      { maxFee: "lots", tipReceiver: "0x12", unknown: 1 },
    );
    expect(problems).to.have.members([
      "KEEPER_RETRIES is not a setting",
      '--poll "soon" is not a duration such as "500ms", "15s" or "2m"',
      '--metrics-port "99999" is not a port from 0 (any) to 65535, or "off"',
      'KEEPER_STUCK_BLOCKS "0" is not a whole number from 1 to 1000',
      '"maxFee" in keeper.json "lots" is not a number of gwei such as "100" or "0.05"',
      '"tipReceiver" in keeper.json "0x12" is not an address',
      '"unknown" in keeper.json is not a setting',
    ]);
  });

  it("says one line, however many mistakes there are", function () {
    expect(() => parse({ poll: "x", interval: "y" })).to.throw(ConfigurationError, /^Configuration: [^\n]*; [^\n]*\.$/);
  });

  it("refuses settings that contradict each other", function () {
    expect(problemsOf({ maxFee: "600" })).to.deep.equal([
      "--emergency-max-fee is below --max-fee: an emergency may offer more, not less",
    ]);
    expect(problemsOf({ minTipRatio: "1" })).to.deep.equal([
      "--min-tip-ratio needs --native-price: a tip is in collateral, gas is not",
    ]);
    expect(problemsOf({ interval: "2m" })).to.deep.equal(["--unhealthy-after must be longer than --interval"]);
    expect(problemsOf({ passwordFile: "x" })).to.deep.equal(["--password-file needs --keystore"]);
    expect(problemsOf({ minPriorityFee: "101", emergencyMaxFee: "1000" })).to.deep.equal([
      "--min-priority-fee is above --max-fee: nothing could be sent",
    ]);
  });

  it("takes no secret from a file", function () {
    const [problem] = problemsOf({}, {}, { privateKey: KEY });
    expect(problem)
      .to.match(/keeper\.json holds a secret/)
      .and.not.contain(KEY);
  });

  it("does not repeat endpoints in a message: their URLs hold access keys", function () {
    const [problem] = problemsOf({ rpc: ["ftp://host/secret"] });
    expect(problem).to.equal("--rpc must hold http or https URLs such as http://127.0.0.1:8545");
  });

  it("leaves alone what Kubernetes puts into the environment", function () {
    expect(problemsOf({}, { KEEPER_SERVICE_HOST: "10.0.0.1", KEEPER_PORT: "tcp://10.0.0.1:80" })).to.deep.equal([]);
  });

  it("has one name for a setting in each place", function () {
    expect(flagName("emergencyMaxFee")).to.equal("--emergency-max-fee");
    expect(environmentName("emergencyMaxFee")).to.equal("KEEPER_EMERGENCY_MAX_FEE");
    expect(new Set(SETTING_KEYS.map(environmentName)).size).to.equal(SETTING_KEYS.length);
  });

  describe("in a file", function () {
    let folder: string;
    before(async () => (folder = await mkdtemp(path.join(tmpdir(), "keeper-"))));
    after(() => rm(folder, { recursive: true }));

    it("is JSON that can be read, or one line says what is wrong", async function () {
      const file = path.join(folder, "keeper.json");
      await writeFile(file, JSON.stringify({ interval: "20s", once: true, stuckBlocks: 5 }));
      expect(await readSettings({}, { KEEPER_CONFIG: file })).to.include({
        interval: 20_000,
        once: true,
        stuckBlocks: 5,
      });

      const broken = path.join(folder, "broken.json");
      await writeFile(broken, "{ interval }");
      const list = path.join(folder, "list.json");
      await writeFile(list, "[]");
      const cases = {
        "none.json": "cannot be read",
        "broken.json": "is not JSON",
        "list.json": "must hold one JSON object",
      };
      for (const [name, problem] of Object.entries(cases)) {
        const reading = readSettings({}, {}, path.join(folder, name));
        expect(await messageOf(reading), name)
          .to.match(/^Configuration: /)
          .and.contain(`${name} ${problem}`);
      }
    });
  });
});

describe("The keeper's wallet", function () {
  let folder: string;
  before(async () => (folder = await mkdtemp(path.join(tmpdir(), "keeper-"))));
  after(() => rm(folder, { recursive: true }));

  const none = { keystore: undefined, passwordFile: undefined, account: undefined, dryRun: false };
  const REAL = 1;
  const LOCAL = 31337;

  it("comes from an encrypted keystore and its password, in the environment or in a file", async function () {
    const keystore = path.join(folder, "keystore.json");
    const passwordFile = path.join(folder, "password");
    const account = { address: new Wallet(KEY).address, privateKey: KEY };
    await writeFile(keystore, encryptKeystoreJsonSync(account, "correct horse", { scrypt: { N: 1_024, r: 8, p: 1 } }));
    await writeFile(passwordFile, "correct horse\n");
    const { address } = account;

    const byFile = await openWallet({ ...none, keystore, passwordFile }, {}, REAL);
    expect(byFile?.address).to.equal(address);
    const byVariable = await openWallet({ ...none, keystore }, { KEEPER_PASSWORD: "correct horse" }, REAL);
    expect(byVariable?.address).to.equal(address);

    const wrong = openWallet({ ...none, keystore }, { KEEPER_PASSWORD: "battery staple" }, REAL);
    expect(await messageOf(wrong))
      .to.match(/^The password does not open the keystore/)
      .and.not.contain("battery");
    expect(await messageOf(openWallet({ ...none, keystore }, {}, REAL))).to.match(
      /set KEEPER_PASSWORD or --password-file/,
    );
    expect(await messageOf(openWallet({ ...none, keystore: passwordFile }, { KEEPER_PASSWORD: "x" }, REAL))).to.match(
      /is not an encrypted keystore/,
    );
    expect(await messageOf(openWallet({ ...none, keystore: "none.json", passwordFile }, {}, REAL))).to.match(
      /^The keystore none\.json cannot be read/,
    );
  });

  it("comes from KEEPER_PRIVATE_KEY, and a mistake in it is not repeated", async function () {
    expect((await openWallet(none, { KEEPER_PRIVATE_KEY: KEY }, REAL))?.address).to.equal(new Wallet(KEY).address);
    const wrong = await messageOf(openWallet(none, { KEEPER_PRIVATE_KEY: KEY.slice(0, -2) }, REAL));
    expect(wrong)
      .to.match(/^KEEPER_PRIVATE_KEY is not a private key/)
      .and.not.contain("a1a1");
  });

  it("is on a local node one of its accounts, the last unless said otherwise", async function () {
    const accounts = await Promise.all([undefined, 0].map((account) => openWallet({ ...none, account }, {}, LOCAL)));
    expect(accounts.map((wallet) => wallet?.address)).to.deep.equal([
      "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
      "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    ]);
    expect(await messageOf(openWallet({ ...none, account: 0 }, {}, REAL))).to.match(
      /^--account is of local nodes alone/,
    );
  });

  it("must come from one place, and from somewhere unless nothing is sent", async function () {
    const two = openWallet({ ...none, keystore: "x" }, { KEEPER_PRIVATE_KEY: KEY }, REAL);
    expect(await messageOf(two)).to.match(/^Set one of --keystore, KEEPER_PRIVATE_KEY and --account/);
    expect(await messageOf(openWallet(none, {}, REAL))).to.match(/^The keeper has no wallet/);
    expect(await openWallet({ ...none, dryRun: true }, {}, REAL)).to.equal(undefined);
  });
});

/** The message of what a promise rejects with; a promise that does not is a failure. */
async function messageOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It did not fail");
}
