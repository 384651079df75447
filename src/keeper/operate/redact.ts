const HIDDEN = "[redacted]";
/** A user name and password, a path or a query of a URL: where access keys are. */
const URLS = /(https?:\/\/)(?:[^\s"'@/]*@)?([^\s"'/?#,)]+)[^\s"'`),]*/g;

/**
 * Takes secrets out of a line before it is written: the ones given, however a library came to print them, and whatever a
 * URL carries beyond its host.
 */
export function redact(line: string, secrets: readonly string[]): string {
  let clean = line.replaceAll(URLS, (url, scheme: string, host: string) => {
    const bare = `${scheme}${host}`;
    return url === bare || url === `${bare}/` ? url : `${bare}/${HIDDEN}`;
  });
  for (const secret of secrets) {
    if (secret.length > 0) clean = clean.split(secret).join(HIDDEN);
  }
  return clean;
}

/** The forms in which a private key may be printed. */
export function keyForms(key: string): string[] {
  const bare = key.trim().replace(/^0x/i, "");
  return [...new Set([key.trim(), bare, bare.toLowerCase(), bare.toUpperCase()])].sort((a, b) => b.length - a.length);
}
