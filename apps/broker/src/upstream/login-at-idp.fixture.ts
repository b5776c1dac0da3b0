import { AppError } from '@portico/contracts';
import { type KeySet, seal } from '@portico/secrets';
import {
  aConnectionTo,
  CONNECTION_ID,
  type HostileIdp,
  loginAt,
  startHostileIdp,
  TENANT_ID,
} from '@portico/testing';
import { exportJWK, generateKeyPair } from 'jose';
import type { GoogleClient } from '../settings/platform-google.js';
import type { UsableConnection } from '../settings/usable-connection.rules.js';
import { FinishUpstream, type VerifiedIdentity } from './finish-upstream.js';
import { Issuers } from './issuers.client.js';
import { StartUpstream } from './start-upstream.js';
import { UpstreamSettings } from './upstream-settings.js';
import { Wall } from './wall.client.js';

export const SECRET = 'a secret: with % + / ü';

/** What a test changes of a login on its way. */
export interface LoginChanges extends Partial<UsableConnection> {
  google?: GoogleClient;
  /** Other origins that the wall admits. */
  origins?: string[];
}

/** Logins at one hostile IdP, each with a connection, keys and a wall of its own. */
export interface LoginsAtIdp {
  idp: HostileIdp;
  login: (changes?: LoginChanges, onTheWay?: (answer: URLSearchParams) => void) => Promise<VerifiedIdentity>;
  close: () => Promise<void>;
}

export const startLoginsAtIdp = async (path?: string): Promise<LoginsAtIdp> => {
  const idp = await startHostileIdp('portico', path);
  const { sealingKeys, sealedClientSecret } = await sealed();
  let revision = 0;
  const login: LoginsAtIdp['login'] = async ({ google, origins = [], ...changes } = {}, onTheWay) => {
    const times = { headersMs: 300, totalMs: 600 };
    const settings = new UpstreamSettings([idp.origin, ...origins], sealingKeys, { google, ...times });
    const wall = new Wall(settings);
    const issuers = new Issuers(settings, wall);
    const halves = { start: new StartUpstream(issuers), finish: new FinishUpstream(issuers, settings) };
    const connection = aConnectionTo(idp, { sealedClientSecret, revision: ++revision, ...changes });
    try {
      return await loginAt(idp, halves, connection, onTheWay);
    } finally {
      await wall.onApplicationShutdown();
    }
  };
  return { idp, login, close: async () => await idp.close() };
};

const sealed = async (): Promise<{ sealingKeys: KeySet; sealedClientSecret: string }> => {
  const pair = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  const sealingKeys = { keys: [{ ...(await exportJWK(pair.privateKey)), kid: 'k' }] };
  const publicKeys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k' }] };
  const place = { tenantId: TENANT_ID, connectionId: CONNECTION_ID, field: 'clientSecret' };
  return { sealingKeys, sealedClientSecret: await seal(publicKeys, SECRET, place) };
};

/** The code of a refusal, or that there was none. */
export const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return 'signed in';
  } catch (error) {
    return error instanceof AppError ? error.code : `leaked ${String(error)}`;
  }
};
