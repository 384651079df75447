import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { readParameters } from "../../src/deploy/readParameters.js";
import { startLocalNode, type LocalNode } from "../../src/local/startLocalNode.js";
import { saveDeployment } from "../../src/deploy/deploymentFile.js";
import { readMarkets, RISK_DISCLOSURE } from "../../src/sdk/index.js";
import { near } from "../support/near.js";

const PARAMETERS = "ignition/parameters/local.json";

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function start(script: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", `scripts/${script}.ts`, ...args], {
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs a command as a process of its own. */
async function runProcess(script: string, args: readonly string[]): Promise<Ended> {
  const child = start(script, args);
  const ended: Ended = { code: null, stdout: "", stderr: "" };
  child.stdout?.on("data", (data: Buffer) => (ended.stdout += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (ended.stderr += data.toString()));
  [ended.code] = (await once(child, "close")) as [number | null];
  return ended;
}

let runs = 0;

function exitCodeNow(): number {
  return Number(process.exitCode ?? 0);
}

/** Runs the same file in this process, which spares it the second a process needs to start. */
async function runScript(script: string, args: readonly string[]): Promise<Ended> {
  const { argv, exitCode } = process;
  const [write, writeError] = [process.stdout.write, process.stderr.write];
  const ended: Ended = { code: null, stdout: "", stderr: "" };
  process.argv = [process.execPath, script, ...args];
  process.exitCode = undefined;
  process.stdout.write = (text: string | Uint8Array) => ((ended.stdout += text.toString()), true);
  process.stderr.write = (text: string | Uint8Array) => ((ended.stderr += text.toString()), true);
  try {
    runs += 1;
    await import(`../../scripts/${script}.ts?run=${String(runs)}`);
    ended.code = exitCodeNow();
  } finally {
    process.stdout.write = write;
    process.stderr.write = writeError;
    process.argv = argv;
    process.exitCode = exitCode;
  }
  // Colours depend on where the tests run.
  ended.stdout = stripVTControlCharacters(ended.stdout);
  return ended;
}

describe("Scripts", function () {
  this.timeout(120_000);

  let folder: string;
  let node: LocalNode;
  /** Where node and contracts are, as every command takes it. */
  let where: string[];

  before(async function () {
    folder = await mkdtemp(path.join(tmpdir(), "scripts-"));
    node = await startLocalNode(0, await readParameters(PARAMETERS));
    const file = await saveDeployment(node.system.deployment, path.join(folder, "deployment.json"));
    where = ["--rpc", node.url, "--deployment", file];
  });

  after(async function () {
    await node.close();
    await rm(folder, { recursive: true });
  });

  /** Runs a command that must succeed and returns its one JSON object. */
  async function json(script: string, ...args: string[]): Promise<Record<string, unknown>> {
    const { code, stdout, stderr } = await runScript(script, [...args, ...where, "--json"]);
    expect(code, stderr).to.equal(0);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  describe("as a holder and a keeper type them", function () {
    it("tell the story of a token from mint to redeem", async function () {
      const minted = await runProcess("mint", [
        ...["--token", "BTC3L", "--amount", "1,000", "--account", "1", "--yes"],
        ...where,
      ]);
      expect(minted.code, minted.stderr).to.equal(0);
      expect(minted.stdout).to.contain(RISK_DISCLOSURE);
      // The venue took 0.15 %, and of the shares for the rest the collector has one in 1,001.
      expect(minted.stdout).to.match(/Minted 997\.5\d{3} BTC3L for 1,000\.00 USDC/);
      expect(minted.stderr).to.equal("");

      // The disclosure is shown before the first mint only.
      const again = await runScript("mint", ["--token", "btc3l", "--amount", "500", "--account", "1", ...where]);
      expect(again.code, again.stderr).to.equal(0);
      expect(again.stdout).to.match(/^Minted 49\d\.\d{4} BTC3L/);

      const notDue = await json("rebalance", "--token", "BTC3L");
      expect(notDue).to.include({ status: "not-due", token: "BTC3L" });

      const priced = await json("price", "--market", "BTC", "--move", "-12%");
      expect(priced).to.include({ market: "BTC", from: "60000", to: "52800" });

      const rebalanced = await json("rebalance", "--token", "BTC3L", "--account", "9");
      expect(rebalanced).to.include({ status: "succeeded", reason: "Drift", complete: true, price: "52800" });
      expect(Number(rebalanced["sizeDelta"])).to.be.below(0);
      near(Number(rebalanced["leverageBefore"]), 4.125, 0.01);
      near(Number(rebalanced["leverage"]), 3, 0.003);

      const forward = await json("time", "--forward", "3d");
      const status = await json("status", "--account", "1");
      expect(Number(status["time"])).to.be.at.least(Number(forward["time"]));
      const [btc] = status["markets"] as { market: string; price: string; updatedAt: number }[];
      expect(btc).to.include({ market: "BTC", price: "52800" });
      expect(btc!.updatedAt).to.be.at.least(Number(forward["time"]));
      expect(status["tokens"]).to.have.length(7);
      expect((status["account"] as { shares: object }).shares).to.have.all.keys("BTC3L");

      const redeemed = await json("redeem", "--token", "BTC3L", "--shares", "all", "--account", "1");
      expect(redeemed).to.include({ status: "succeeded" });
      near(Number(redeemed["received"]), 1_500 * 0.64, 10);
      // Of the shares redeemed the collector keeps one in a thousand.
      near(Number(redeemed["fee"]), Number(redeemed["received"]) / 1_000, 0.01);
      near(Number(redeemed["balance"]), 998_500 + Number(redeemed["received"]), 0.000_001);
    });

    it("print a table people read by default", async function () {
      const { code, stdout } = await runScript("status", where);
      expect(code).to.equal(0);
      expect(stdout).to.match(/Token\s+NAV\s+Target\s+Leverage\s+Equity\s+Supply\s+Rebalance\s+State/);
      expect(stdout).to.match(/BTC1\.5L\s+1\.0000\s+1\.50x/);
    });

    it("each explain themselves", async function () {
      const names = ["deploy", "node", "status", "mint", "redeem", "price", "rebalance", "time"];
      for (const name of names) {
        const { code, stdout, stderr } = await runScript(name, ["--help"]);
        expect(code, name).to.equal(0);
        expect(stdout).to.contain(`Usage: npm run ${name} --`).and.contain("--json");
        expect(stderr).to.equal("");
      }
    });

    it("never let a price go stale, whoever moves time", async function () {
      const { provider } = node.system;
      await node.provider.send("evm_increaseTime", [30 * 86_400]);
      await node.provider.send("evm_mine", []);
      const moved = await provider.getBlock("latest");
      for (let tries = 0; tries < 100; tries += 1) {
        const status = await readMarkets(node.system);
        if (status.every((market) => market.status === "live" && market.updatedAt >= BigInt(moved!.timestamp))) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect.fail("the feeds did not answer again");
    });
  });

  describe("say in one line what to do about", function () {
    const MINT = ["--token", "BTC3L", "--amount", "10", "--account", "5", "--yes"];

    function mint(changes: Readonly<Record<string, string>>): string[] {
      const args = [...MINT];
      for (const [option, value] of Object.entries(changes)) args[args.indexOf(option) + 1] = value;
      return args;
    }

    const cases: [title: string, script: string, args: string[], RegExp][] = [
      ["an unknown token", "mint", mint({ "--token": "DOGE3L" }), /"DOGE3L": choose one of BTC3L, BTC3S, BTC2L/],
      ["an unparsable amount", "mint", mint({ "--amount": "ten" }), /"ten" is not a number: write it like/],
      ["too many decimals", "mint", mint({ "--amount": "0.0000001" }), /has more than 6 decimals: shorten it/],
      ["a negative amount", "mint", mint({ "--amount": "-1" }), /"-1" is not above zero: use a larger one/],
      ["a zero amount", "mint", mint({ "--amount": "0.00" }), /"0\.00" is not above zero: use a larger one/],
      [
        "too little USDC",
        "mint",
        mint({ "--amount": "1000001" }),
        /has 1,000,000\.00 USDC, less than 1,000,001\.00 USDC/,
      ],
      ["more than can be counted", "mint", mint({ "--amount": "9".repeat(90) }), /less than 9+.*: mint for less/],
      ["an unknown account", "mint", mint({ "--account": "10" }), /no account "10": choose one of 0 to 9/],
      ["an account that is no number", "mint", mint({ "--account": "alice" }), /no account "alice": choose one of/],
      ["a slippage without its sign", "mint", [...MINT, "--slippage", "1"], /slippage "1" needs a percent sign/],
      [
        "a missing option",
        "mint",
        ["--token", "BTC3L"],
        /--amount <usdc>' not specified: see `npm run mint -- --help`/,
      ],
      ["an unknown option", "mint", [...MINT, "--leverage", "3"], /Unknown option '--leverage': see `npm run mint/],
      [
        "too many shares",
        "redeem",
        ["--token", "ETH3S", "--shares", "1"],
        /has 0\.0000 ETH3S, less than 1\.0000 ETH3S/,
      ],
      ["nothing to redeem", "redeem", ["--token", "ETH3S", "--shares", "all"], /has 0\.0000 ETH3S, less than anything/],
      [
        "shares with 19 decimals",
        "redeem",
        ["--token", "ETH3S", "--shares", `0.${"1".repeat(19)}`],
        /more than 18 decimals/,
      ],
      ["an unknown market", "price", ["--market", "DOGE", "--set", "1"], /no market "DOGE": choose one of BTC, ETH/],
      ["no price", "price", ["--market", "BTC"], /either --set PRICE or --move PERCENT/],
      [
        "two prices",
        "price",
        ["--market", "BTC", "--set", "1", "--move", "1%"],
        /either --set PRICE or --move PERCENT/,
      ],
      ["a move to nothing", "price", ["--market", "BTC", "--move", "-100%"], /not be above zero: move it by more/],
      ["a duration without a unit", "time", ["--forward", "7"], /"7" is not a duration: write it like/],
      ["no time at all", "time", ["--forward", "0s"], /give a duration above zero/],
      ["an unknown token to rebalance", "rebalance", ["--token", "?"], /no token "\?": choose one of/],
      ["a port that is none", "node", ["--port", "x"], /"x" is not a port/],
      [
        "an unknown network",
        "deploy",
        ["--network", "moon"],
        /no network "moon" to deploy to: choose one of localhost, remote/,
      ],
      ["missing parameters", "deploy", ["--parameters", "none.json"], /none\.json: cannot be read: name one of/],
    ];
    const ownPlace = new Set(["node", "deploy"]);

    for (const [title, script, args, message] of cases) {
      it(title, async function () {
        expectOneLine(await runScript(script, [...args, ...(ownPlace.has(script) ? [] : where)]), message);
      });
    }

    it("an unread risk disclosure, where nobody can be asked", async function () {
      const ended = await runProcess("mint", [...MINT.slice(0, -1), ...where]);
      expectOneLine(ended, /risk must be accepted: .* add --yes/);
    });

    it("no node running", async function () {
      expectOneLine(
        await runScript("status", ["--rpc", "http://127.0.0.1:1"]),
        /^No node answers at http:\/\/127\.0\.0\.1:1: start one with `npm run node`/,
      );
    });

    it("a deployment file that is missing, of another chain, of another node or damaged", async function () {
      const write = async (name: string, text: string) => {
        const file = path.join(folder, name);
        await writeFile(file, text);
        return file;
      };
      const { deployment } = node.system;
      const elsewhere = await write("chain.json", JSON.stringify({ ...deployment, chainId: 1 }));
      const gone = await write("gone.json", JSON.stringify({ ...deployment, lens: `0x${"12".repeat(20)}` }));
      const damaged = await write("damaged.json", "not json");
      const files: [string, RegExp][] = [
        [path.join(folder, "none.json"), /^There is no deployment file .*none\.json: start `npm run node`/],
        [elsewhere, /on chain 1 but the node is on chain 31337: use the node or the deployment that fits/],
        [gone, /^There is no contract at 0x.*: the node was restarted or is another one, so deploy again/],
        [damaged, /damaged\.json is not a deployment of this version \(it is not JSON\): deploy again/],
      ];
      for (const [file, message] of files) {
        expectOneLine(await runScript("status", ["--rpc", node.url, "--deployment", file]), message, file);
      }
    });

    it("a port that is in use", async function () {
      const { port } = new URL(node.url);
      expectOneLine(await runScript("node", ["--port", port]), new RegExp(`^Port ${port} is in use: .* --port`));
    });
  });

  describe("node", function () {
    it("deploys, exports, says what to type next, and stops on Ctrl-C", async function () {
      const file = path.join(folder, "node.json");
      const child = start("node", ["--port", "0", "--deployment", file]);
      let stdout = "";
      await new Promise<void>((resolve, reject) => {
        child.once("close", () => reject(new Error(`The node stopped: ${stdout}`)));
        child.stdout?.on("data", (data: Buffer) => {
          stdout += data.toString();
          if (stdout.includes("Ctrl-C")) resolve();
        });
      });
      const url = /at (http\S+),/.exec(stdout)?.[1];
      expect(stdout).to.contain(
        `npm run mint -- --token BTC3L --amount 1000 --account 1 --rpc ${url!} --deployment ${file}`,
      );
      expect(JSON.parse(await readFile(file, "utf8"))).to.include({ chainId: 31337 });

      const status = await runScript("status", ["--rpc", url!, "--deployment", file, "--account", "9", "--json"]);
      expect((JSON.parse(status.stdout) as { account: unknown }).account).to.include({ collateral: "1000000" });

      child.removeAllListeners("close");
      const closed = once(child, "close") as Promise<[number | null]>;
      child.kill("SIGINT");
      expect((await closed)[0]).to.equal(0);
    });
  });
});

function expectOneLine({ code, stdout, stderr }: Ended, message: RegExp, title?: string): void {
  expect(code, title).to.equal(1);
  expect(stdout, title).to.equal("");
  expect(stderr.trimEnd().split("\n"), title).to.have.length(1);
  expect(stderr, title)
    .to.match(message)
    .and.not.match(/\bat .*:\d+:\d+/);
}
