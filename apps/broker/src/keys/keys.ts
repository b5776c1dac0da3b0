import { readFileSync } from 'node:fs';
import { type CookieKeys, type KeySet, readCookieKeys, readKeySet } from '@portico/secrets';

/** The broker's keys, read once at start from the files that the deployment mounts. */
export class Keys {
  constructor(
    /** Signs tokens; its public half is the JWKS that applications see. */
    readonly signing: KeySet,
    /** Opens the client secrets that sso-config sealed. */
    readonly sealing: KeySet,
    /** Seals and signs cookies. */
    readonly cookies: CookieKeys,
  ) {}

  static fromFiles(paths: { signing: string; sealing: string; cookies: string }): Keys {
    return new Keys(
      readKeySet(paths.signing),
      readKeySet(paths.sealing),
      readCookieKeys(readFileSync(paths.cookies, 'utf8')),
    );
  }
}
