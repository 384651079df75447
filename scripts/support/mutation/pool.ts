import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Reply, Requests } from "./worker.js";

const WORKER = fileURLToPath(new URL("worker.ts", import.meta.url));

/** Worker processes that take requests in turn. */
export class Pool {
  private constructor(private readonly workers: readonly ChildProcess[]) {}

  static async open(size: number): Promise<Pool> {
    const workers = Array.from({ length: size }, () =>
      fork(WORKER, { stdio: ["ignore", "inherit", "inherit", "ipc"] }),
    );
    await Promise.all(workers.map(nextReply));
    return new Pool(workers);
  }

  /** Sends each request to whichever worker is free; replies come in the order of the requests. */
  async map<Kind extends keyof Requests>(
    kind: Kind,
    requests: readonly Requests[Kind]["request"][],
    onReply: (reply: Requests[Kind]["reply"], index: number) => void = () => undefined,
  ): Promise<Requests[Kind]["reply"][]> {
    const replies: Requests[Kind]["reply"][] = [];
    const queue = requests.entries();
    const serve = async (worker: ChildProcess) => {
      for (const [index, request] of queue) {
        replies[index] = await ask(worker, kind, request);
        onReply(replies[index], index);
      }
    };
    await Promise.all(this.workers.map(serve));
    return replies;
  }

  /** Sends one request to every worker. */
  async toAll<Kind extends keyof Requests>(kind: Kind, request: Requests[Kind]["request"]): Promise<void> {
    await Promise.all(this.workers.map((worker) => ask(worker, kind, request)));
  }

  async close(): Promise<void> {
    await Promise.all(
      this.workers.map(async (worker) => {
        if (worker.exitCode !== null) return;
        const exit = once(worker, "exit");
        worker.disconnect();
        await exit;
      }),
    );
  }
}

async function ask<Kind extends keyof Requests>(
  worker: ChildProcess,
  kind: Kind,
  request: Requests[Kind]["request"],
): Promise<Requests[Kind]["reply"]> {
  const reply = nextReply(worker);
  worker.send({ kind, request });
  return (await reply) as Requests[Kind]["reply"];
}

async function nextReply(worker: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const exit = once(worker, "exit", { signal: ended.signal }).then(() => {
    throw new Error("A worker process ended.");
  });
  try {
    const [message] = (await Promise.race([once(worker, "message", { signal: ended.signal }), exit])) as [Reply];
    if ("error" in message) throw new Error(message.error);
    return message.reply;
  } finally {
    exit.catch(() => undefined);
    ended.abort();
  }
}
