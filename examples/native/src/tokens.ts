import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** What is kept between two runs. */
export interface Tokens {
  idToken: string;
  refreshToken: string;
}

export const readTokens = (file: string): Tokens | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tokens;
  } catch {
    return undefined;
  }
};

export const writeTokens = (file: string, tokens: Tokens): void => {
  writeFileSync(file, JSON.stringify(tokens), { mode: 0o600 });
};

export const forgetTokens = (file: string): void => {
  rmSync(file, { force: true });
};
