import { keyForms } from "../operate/redact.js";
import { KEY_VARIABLE, PASSWORD_VARIABLE, type Sources } from "./parseSettings.js";

/** What the environment holds that no log may show. */
export function environmentSecrets(environment: Sources["environment"]): string[] {
  const { [KEY_VARIABLE]: key = "", [PASSWORD_VARIABLE]: password = "" } = environment;
  return [...(key === "" ? [] : keyForms(key)), ...(password === "" ? [] : [password])];
}
