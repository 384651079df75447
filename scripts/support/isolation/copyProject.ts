import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** What no copy needs: kept by git, installed, or written by a run. */
const LEFT_OUT = new Set([".git", "node_modules", "coverage", "mutation", "deployments", "dist", "out"]);
const BUILT = new Set(["artifacts", "cache", "types"]);

export interface ProjectCopy {
  readonly root: string;
  /** Deletes the copy. */
  remove(): Promise<void>;
}

/**
 * Copies the project into a temporary folder of its own, so that a run may change contracts and rebuild them while the
 * project's own build stays what it was. Installed packages are shared by a link.
 * @param withBuild Whether the copy starts from the project's build or from none.
 */
export async function copyProject(purpose: string, withBuild: boolean): Promise<ProjectCopy> {
  const root = await mkdtemp(path.join(tmpdir(), `leveraged-tokens-${purpose}-`));
  const remove = () => rm(root, { recursive: true, force: true });
  await cp(ROOT, root, {
    recursive: true,
    filter: (source) => {
      const [top = ""] = path.relative(ROOT, source).split(path.sep);
      return !LEFT_OUT.has(top) && (withBuild || !BUILT.has(top));
    },
  });
  // A junction needs no privilege on Windows; elsewhere the type is ignored.
  await symlink(path.join(ROOT, "node_modules"), path.join(root, "node_modules"), "junction");
  return { root, remove };
}
