import { readFileSync } from 'node:fs';
import { type CookieKeys, type KeySet, readCookieKeys, readKeySet } from '@portico/secrets';

/** The broker's keys that stand in files, read once at start. Those that sign tokens are in its database. */
export class Keys {
  constructor(
    /** Opens the client secrets that sso-config sealed, and the keys that sign tokens. */
    readonly sealing: KeySet,
    /** Seals and signs cookies. */
    readonly cookies: CookieKeys,
  ) {}

  static fromFiles(paths: { sealing: string; cookies: string }): Keys {
    return new Keys(readKeySet(paths.sealing), readCookieKeys(readFileSync(paths.cookies, 'utf8')));
  }
}
