import { once } from "node:events";
import { createServer } from "node:net";
import { UsageError } from "./cli.js";

/** Throws unless a server could listen on that port. */
export async function requireFreePort(port: number, host: string): Promise<void> {
  const probe = createServer().listen(port, host);
  try {
    await once(probe, "listening");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === "EADDRINUSE" ? "is in use" : `cannot be opened (${code ?? message})`;
    throw new UsageError(`Port ${String(port)} ${reason}: stop what uses it, or choose another with --port.`, {
      cause,
    });
  }
  probe.close();
  await once(probe, "close");
}
