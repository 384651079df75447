import { parseDeployment, SdkError, type Deployment } from "../sdk.js";

/** The server of the page does not say where the contracts are. */
export class DeploymentUnavailableError extends SdkError {
  constructor(options?: ErrorOptions) {
    super("The page does not know where the contracts are: start `npm run node`, then `npm run web`.", options);
  }
}

/** Fetches the deployment that is served beside the page. */
export async function loadDeployment(): Promise<Deployment> {
  const url = new URL("deployment.json", document.baseURI);
  let json: string;
  try {
    const response = await fetch(url, { cache: "no-store" });
    if (!response.ok) throw new Error(`deployment.json: ${String(response.status)}`);
    json = await response.text();
  } catch (cause) {
    throw new DeploymentUnavailableError({ cause });
  }
  return parseDeployment(json, url.pathname);
}
