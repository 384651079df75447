import { destination, pino, stdSerializers, type DestinationStream, type Logger } from "pino";
import type { Settings } from "../config/settings.js";
import { redact } from "./redact.js";

export type Log = Logger;

/** A logger to standard output: lines of JSON, or lines for people on a terminal. No secret passes it, to any stream. */
export async function createLogger(
  { logLevel, logFormat }: Pick<Settings, "logLevel" | "logFormat">,
  secrets: readonly string[],
  stream?: DestinationStream,
): Promise<Log> {
  const options = {
    level: logLevel,
    base: null,
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { error: stdSerializers.err },
    hooks: { streamWrite: (line: string) => redact(line, secrets) },
  };
  if (stream !== undefined) return pino(options, stream);
  if (logFormat === "json" || (logFormat === "auto" && !process.stdout.isTTY)) return pino(options, destination(1));
  const { default: pretty } = await import("pino-pretty");
  return pino(
    options,
    pretty({ colorize: process.stdout.isTTY, translateTime: "SYS:HH:MM:ss", singleLine: true, sync: true }),
  );
}
