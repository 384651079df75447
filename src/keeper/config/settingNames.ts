/** `maxFee` as a flag: `--max-fee`. */
export function flagName(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `maxFee` in the environment: `KEEPER_MAX_FEE`. */
export function environmentName(key: string): string {
  return `KEEPER_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
