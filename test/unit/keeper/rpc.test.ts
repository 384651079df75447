import { expect } from "chai";
import type { Clock } from "../../../src/keeper/clock.js";
import { EndpointError } from "../../../src/keeper/rpc/EndpointError.js";
import { endpointLabel } from "../../../src/keeper/rpc/endpointLabel.js";
import { hedge } from "../../../src/keeper/rpc/hedge.js";
import { matchAnswers } from "../../../src/keeper/rpc/matchAnswers.js";
import { transientProblem } from "../../../src/keeper/rpc/transientProblem.js";
import { classifySendError } from "../../../src/keeper/send/classifySendError.js";

describe("Answers of an endpoint", function () {
  const payload = (id: number, method = "eth_call") => ({ jsonrpc: "2.0" as const, id, method, params: [] });
  const answer = (id: number, result: unknown) => ({ jsonrpc: "2.0", id, result });
  const match = (body: unknown, ...ids: number[]) =>
    matchAnswers(
      "node",
      ids.map((id) => payload(id)),
      body,
    );

  it("are put in the order of the requests, however they come", function () {
    expect(match([answer(2, "b"), answer(1, "a")], 1, 2)).to.deep.equal([answer(1, "a"), answer(2, "b")]);
  });

  it("count once: of two answers to one request the first", function () {
    expect(match([answer(1, "a"), answer(1, "z"), answer(2, "b"), answer(9, "?")], 1, 2)).to.deep.equal([
      answer(1, "a"),
      answer(2, "b"),
    ]);
  });

  it("that miss a request are no answers", function () {
    for (const body of [[], [answer(1, "a")], null, "ok", [null], { jsonrpc: "2.0", result: 1 }]) {
      expect(() => match(body, 1, 2), JSON.stringify(body)).to.throw(EndpointError, /left eth_call unanswered/);
    }
  });

  it("may refuse a batch as a whole", function () {
    const refusal = { jsonrpc: "2.0", id: null, error: { code: -32005, message: "limit exceeded" } };
    expect(() => match(refusal, 1, 2)).to.throw(EndpointError, /limit exceeded/);
  });

  it("keep what a contract reverted with for the caller", function () {
    const reverted = { jsonrpc: "2.0", id: 1, error: { code: 3, message: "execution reverted", data: "0x08c379a0" } };
    expect(match([reverted], 1)).to.deep.equal([reverted]);
  });

  it("that blame the endpoint are told from those that blame the call", function () {
    const problem = (code: number, message: string, data?: unknown) =>
      transientProblem("eth_call", { id: 1, error: { code, message, data } });
    expect(problem(-32005, "daily request count exceeded")).to.equal("rate-limited");
    expect(problem(429, "slow down")).to.equal("rate-limited");
    expect(problem(-32000, "Too Many Requests")).to.equal("rate-limited");
    expect(problem(-32000, "header not found")).to.equal("behind");
    expect(problem(-32603, "Internal error")).to.equal("bad-answer");
    expect(problem(-32603, "VM Exception: reverted with an unrecognized custom error", "0x12345678")).to.equal(
      undefined,
    );
    expect(problem(3, "execution reverted")).to.equal(undefined);
    expect(problem(-32602, "invalid argument 0")).to.equal(undefined);
  });

  it("name an endpoint by its host: paths, queries and user names hold access keys", function () {
    expect(endpointLabel("https://user:pass@rpc.example.org:8545/v3/secret?key=secret")).to.equal(
      "rpc.example.org:8545",
    );
  });
});

describe("A refused transaction", function () {
  /** As ethers wraps what a node says. */
  const wrapped = (message: string) => Object.assign(new Error("could not coalesce error"), { error: { message } });

  const examples: Record<string, readonly string[]> = {
    "already-known": ["already known", "AlreadyKnown: known transaction: 0xaa", "Known transaction: 0xaa"],
    "nonce-used": [
      "nonce too low: next nonce 8, tx nonce 7",
      "Nonce too low. Expected nonce to be 8 but got 7.",
      "Transaction nonce too low. Expected nonce to be at least 8 but got 7.",
      "OldNonce: old nonce",
    ],
    underpriced: [
      "replacement transaction underpriced",
      "Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 1100 is necessary to replace the existing transaction with nonce 7.",
      "ReplacementNotAllowed: replacement fee too low",
    ],
    "insufficient-funds": [
      "insufficient funds for gas * price + value: balance 0, tx cost 100",
      "Sender doesn't have enough funds to send tx. The max upfront cost is: 100 and the sender's balance is: 0.",
    ],
    "fee-too-low": [
      "transaction underpriced: gas tip cap 0, minimum needed 1",
      "max fee per gas less than block base fee: address 0xaa",
      "Transaction maxFeePerGas (1) is too low for the next block, which has a baseFeePerGas of 7",
    ],
    other: ["unknown transaction type", "execution reverted", "intrinsic gas too low"],
  };
  for (const [refusal, messages] of Object.entries(examples)) {
    it(`is understood in every node's words: ${refusal}`, function () {
      for (const message of messages) expect(classifySendError(wrapped(message)), message).to.equal(refusal);
    });
  }

  it("may have been taken when no answer came", function () {
    expect(classifySendError(new EndpointError("node", "timeout", "did not answer"))).to.equal("no-answer");
  });
});

describe("A request to the best of several endpoints", function () {
  /** A clock on which all patience is at an end as soon as it is asked to sleep; or never. */
  const clock = (isOver: boolean): Clock => ({
    now: () => 0,
    sleep: (_, signal) =>
      isOver ? Promise.resolve() : new Promise((resolve) => signal?.addEventListener("abort", () => resolve())),
  });
  const never = () => new Promise<string>(() => undefined);
  const fails = (message: string) => () => Promise.reject(new Error(message));

  /** Whether the second was asked, beside what came of it. */
  async function ask(first: () => Promise<string>, second: () => Promise<string>, isOver: boolean) {
    let asked = 0;
    const counted = () => {
      asked += 1;
      return second();
    };
    const outcome = await hedge(first, counted, 1, clock(isOver)).catch((error: unknown) => (error as Error).message);
    return { outcome, asked };
  }

  it("is not sent to another one if it is answered in time", async function () {
    expect(await ask(() => Promise.resolve("a"), fails("b"), false)).to.deep.equal({ outcome: "a", asked: 0 });
  });

  it("goes to the next one at once if the best one fails", async function () {
    expect(await ask(fails("a"), () => Promise.resolve("b"), false)).to.deep.equal({ outcome: "b", asked: 1 });
  });

  it("goes to the next one as well if the best one hesitates, and the first answer counts", async function () {
    expect(await ask(never, () => Promise.resolve("b"), true)).to.deep.equal({ outcome: "b", asked: 1 });
    const late = new Promise<string>((resolve) => setTimeout(() => resolve("a"), 1));
    expect(await ask(() => late, never, true)).to.deep.equal({ outcome: "a", asked: 1 });
  });

  it("fails as the best one did if neither answers", async function () {
    expect(await ask(fails("a"), fails("b"), false)).to.deep.equal({ outcome: "a", asked: 1 });
  });
});
