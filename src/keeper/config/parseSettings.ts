import type { z } from "zod";
import { ConfigurationError } from "./ConfigurationError.js";
import { environmentName, flagName } from "./settingNames.js";
import { SETTING_KEYS, settingsSchema, type Settings } from "./settings.js";

/** What was written where. */
export interface Sources {
  /** By key. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The parsed file and its name, if there is one. */
  readonly file?: { readonly name: string; readonly content: unknown };
}

/** In the environment, but no settings: secrets, the file's name. */
export const KEY_VARIABLE = "KEEPER_PRIVATE_KEY";
export const PASSWORD_VARIABLE = "KEEPER_PASSWORD";
export const CONFIG_VARIABLE = "KEEPER_CONFIG";
const OTHER_VARIABLES = new Set([KEY_VARIABLE, PASSWORD_VARIABLE, CONFIG_VARIABLE]);
/** What Kubernetes sets in every pod when there is a service named keeper. */
const FOREIGN_VARIABLE = /^KEEPER_(SERVICE|PORT)(_|$)/;

/** Merges the sources, flags over environment over file, and checks the whole. Throws an error that names every mistake. */
export function parseSettings(sources: Sources): Settings {
  const problems: string[] = [];
  const file = fileSettings(sources, problems);
  const environment = environmentSettings(sources, problems);
  const flags = Object.fromEntries(Object.entries(sources.flags).filter(([, value]) => value !== undefined));
  const parsed = settingsSchema.safeParse({ ...file, ...environment, ...flags });

  const nameOf = (key: string) => {
    if (key in flags) return flagName(key);
    return key in environment ? environmentName(key) : `"${key}" in ${sources.file?.name ?? "the file"}`;
  };
  if (!parsed.success) {
    problems.push(...parsed.error.issues.map((issue) => describe(issue, nameOf)));
    throw new ConfigurationError(problems, { cause: parsed.error });
  }
  problems.push(...contradictions(parsed.data, nameOf));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return parsed.data;
}

function fileSettings({ file }: Sources, problems: string[]): Record<string, unknown> {
  if (file === undefined) return {};
  const { content, name } = file;
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    problems.push(`${name} must hold one JSON object`);
    return {};
  }
  if ("privateKey" in content || "password" in content) {
    problems.push(`${name} holds a secret: keep keys in a keystore, or in ${KEY_VARIABLE}`);
    return Object.fromEntries(Object.entries(content).filter(([key]) => key !== "privateKey" && key !== "password"));
  }
  return content as Record<string, unknown>;
}

function environmentSettings({ environment }: Sources, problems: string[]): Record<string, string> {
  const keys = new Map(SETTING_KEYS.map((key) => [environmentName(key), key]));
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith("KEEPER_") || value === undefined || value === "") continue;
    if (OTHER_VARIABLES.has(name) || FOREIGN_VARIABLE.test(name)) continue;
    const key = keys.get(name);
    if (key === undefined) problems.push(`${name} is not a setting`);
    else found[key] = value;
  }
  return found;
}

function describe(issue: z.core.$ZodIssue, nameOf: (key: string) => string): string {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => `${nameOf(key)} is not a setting`).join("; ");
  return `${nameOf(String(issue.path[0]))} ${issue.message}`;
}

function contradictions(settings: Settings, nameOf: (key: string) => string): string[] {
  const problems: string[] = [];
  if (settings.emergencyMaxFee < settings.maxFee) {
    problems.push(
      `${flagName("emergencyMaxFee")} is below ${flagName("maxFee")}: an emergency may offer more, not less`,
    );
  }
  if (settings.minPriorityFee > settings.maxFee) {
    problems.push(`${flagName("minPriorityFee")} is above ${flagName("maxFee")}: nothing could be sent`);
  }
  if (settings.minTipRatio !== undefined && settings.nativePrice === undefined) {
    problems.push(`${nameOf("minTipRatio")} needs ${flagName("nativePrice")}: a tip is in collateral, gas is not`);
  }
  if (settings.passwordFile !== undefined && settings.keystore === undefined) {
    problems.push(`${nameOf("passwordFile")} needs ${flagName("keystore")}`);
  }
  if (settings.unhealthyAfter <= settings.interval) {
    problems.push(`${flagName("unhealthyAfter")} must be longer than ${flagName("interval")}`);
  }
  return problems;
}
