import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { formatDeployment, parseDeployment, type Deployment } from "../sdk/deployment.js";
import { SdkError } from "../sdk/errors/SdkError.js";

const FOLDER = fileURLToPath(new URL("../../deployments/", import.meta.url));

/** There is no file that says where the contracts are. */
export class DeploymentFileMissingError extends SdkError {
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(
      `There is no deployment file ${display(file)}: start \`npm run node\`, or name a file with --deployment.`,
      options,
    );
  }
}

/** Where a chain's deployment is exported to unless told otherwise. */
export function defaultDeploymentFile(chainId: number | bigint): string {
  return path.join(FOLDER, `${String(chainId)}.json`);
}

export async function loadDeployment(file: string): Promise<Deployment> {
  let json: string;
  try {
    json = await readFile(file, "utf8");
  } catch (cause) {
    throw new DeploymentFileMissingError(file, { cause });
  }
  return parseDeployment(json, display(file));
}

/** Writes the export; returns its path. */
export async function saveDeployment(deployment: Deployment, file?: string): Promise<string> {
  const target = file ?? defaultDeploymentFile(deployment.chainId);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, formatDeployment(deployment));
  return target;
}

/** A path as short as it can be written here. */
function display(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file));
  return relative.startsWith("..") ? path.resolve(file) : relative;
}
