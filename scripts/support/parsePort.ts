import { UsageError } from "./cli.js";

/** A port to listen on; 0 is any that is free. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new UsageError(`"${text}" is not a port: choose a number from 0 to 65535.`);
  }
  return port;
}
