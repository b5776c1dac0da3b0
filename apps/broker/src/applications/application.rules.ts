import { createHash } from 'node:crypto';
import type { Application, CreateApplication } from '@portico/contracts';
import type { ApplicationEntity, KeptSecret } from './application.entity.js';

/** A secret is 256 random bits, which need no slow hash: they cannot be guessed, only found. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** What a machine application has of what belongs to signing people in. */
const NO_SIGN_IN = {
  redirectUris: [],
  postLogoutRedirectUris: [],
  backchannelLogoutUri: null,
  initiateLoginUri: null,
  connectionIds: null,
  idTokenAlg: 'ES256' as const,
  idTokenSeconds: 3600,
  accessTokenSeconds: 300,
  refreshTokenSeconds: null,
};
const NO_PROOF = { tokenAuth: null, jwks: null, jwksUri: null };

/** A new application as it is stored. */
export const toRow = (
  wanted: CreateApplication,
  secrets: KeptSecret[],
): Omit<ApplicationEntity, 'createdAt'> => ({
  ...NO_SIGN_IN,
  ...NO_PROOF,
  ...wanted,
  secrets,
});

export const toApplication = ({ secrets, createdAt, ...application }: ApplicationEntity): Application => ({
  ...application,
  secrets: secrets.map(({ hash: _, ...secret }) => secret),
  createdAt: createdAt.toISOString(),
});
