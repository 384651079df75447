/* What only Node can do: reading a deployment from a file. */
export { DeploymentFileMissingError, loadDeployment } from "../deploy/deploymentFile.js";
