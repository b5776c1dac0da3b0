import { createHash } from 'node:crypto';
import {
  type Application,
  AppError,
  CreateApplication,
  type FieldFault,
  type UpdateApplication,
} from '@portico/contracts';
import { toFieldFaults } from '@portico/service-kit';
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
const KEPT_BY_PORTICO = ['secrets', 'createdAt'];

/** An application as it is stored; `createdAt` is the database's. */
export const toRow = (
  wanted: CreateApplication,
  secrets: KeptSecret[],
): Omit<ApplicationEntity, 'createdAt'> => ({
  ...NO_SIGN_IN,
  ...NO_PROOF,
  ...wanted,
  secrets,
});

/** The application as its team would register it now, with these changes; refused where nobody could register it so. */
export const applyChanges = (stored: ApplicationEntity, changes: UpdateApplication): CreateApplication => {
  const foreign = Object.keys(fieldsForeignTo(stored.kind));
  const own = Object.entries(stored).filter(([name]) => ![...foreign, ...KEPT_BY_PORTICO].includes(name));
  const faults = Object.keys(changes)
    .filter((name) => foreign.includes(name))
    .map((name) => ({ pointer: `/${name}`, message: `is nothing that a ${stored.kind} application has` }));
  refuseFaults(faults);
  const read = CreateApplication.safeParse({ ...Object.fromEntries(own), ...changes });
  if (!read.success) refuseFaults(toFieldFaults(read.error.issues));
  return read.data as CreateApplication;
};

const fieldsForeignTo = (kind: ApplicationEntity['kind']): object =>
  ({ public: NO_PROOF, confidential: {}, machine: NO_SIGN_IN })[kind];

/** Refuses a request that has any. */
export const refuseFaults = (faults: FieldFault[]): void => {
  if (faults.length > 0) throw new AppError('request_invalid', { fields: faults });
};

export const toApplication = ({ secrets, createdAt, ...application }: ApplicationEntity): Application => ({
  ...application,
  secrets: secrets.map(({ hash: _, ...secret }) => secret),
  createdAt: createdAt.toISOString(),
});
