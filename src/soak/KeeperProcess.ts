import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SERVING = /^Serving \/metrics and \/healthz at (\S+)$/;

/** A line of its log. */
export interface LogLine {
  readonly level: number | string;
  readonly msg: string;
  readonly [detail: string]: unknown;
}

/** `npm run keeper` as an operator starts it: a process of its own that only its flags and its chain tell what to do. */
export class KeeperProcess {
  readonly lines: LogLine[] = [];
  /** What is no log line: the one line of an error that ends it. */
  readonly complaints: string[] = [];
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #exit: Promise<number | null>;

  /** @param flags Without the metrics port and the format of the log. */
  constructor(flags: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const args = ["--import", "tsx", "scripts/keeper.ts", "--metrics-port", "0", "--log-format", "json", ...flags];
    this.#child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      createInterface(stream).on("line", (line) => {
        if (line.startsWith("{")) this.lines.push(JSON.parse(line) as LogLine);
        else if (line !== "") this.complaints.push(line);
      });
    }
    this.#exit = once(this.#child, "close").then(([code]) => code as number | null);
  }

  /** Whether a line of the log says that. */
  hasSaid(message: RegExp): boolean {
    return this.lines.some(({ msg }) => message.test(msg));
  }

  /** Where metrics and health are served; undefined until they are. */
  get metricsUrl(): string | undefined {
    return this.lines.map(({ msg }) => SERVING.exec(msg)?.[1]).find((url) => url !== undefined);
  }

  /** A metric without labels; undefined while nobody answers. */
  async metric(name: string): Promise<number | undefined> {
    const url = this.metricsUrl;
    if (url === undefined) return undefined;
    try {
      const text = await (await fetch(`${url}/metrics`)).text();
      const value = new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1];
      return value === undefined ? undefined : Number(value);
    } catch {
      return undefined;
    }
  }

  /** Asks it to stop, or leaves it no choice. Returns its exit code, null if it had none to give. */
  async end(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<number | null> {
    this.#child.kill(signal);
    return this.#exit;
  }

  /** Waits until it ends by itself. */
  async ended(): Promise<number | null> {
    return this.#exit;
  }
}
