import { AppError, type Principal } from '@portico/contracts';
import type { ConnectionRow } from './connection.entity.js';
import type { KnownRehearsal } from './rehearsals.client.js';

/** What speaks for enforcing: the live revision that an administrator has signed in with, and a rehearsal. */
export interface EnforcingProof {
  revision: number;
  rehearsalId: string;
  rehearsal: KnownRehearsal;
}

/**
 * Whoever enforces must be able to get in again when the provider fails; where a machine or somebody of the platform
 * does it, any administrator must. Refuses with `recovery_codes_required`.
 */
export const checkRecoveryCodes = (
  { kind, subject, tenantId }: Principal,
  of: string,
  recoveryAdmins: readonly string[],
): void => {
  const isOwnUser = kind === 'user' && tenantId === of;
  if (isOwnUser ? !recoveryAdmins.includes(subject) : recoveryAdmins.length === 0)
    throw new AppError('recovery_codes_required');
};

/**
 * Whether the proof is still about what is enforced now: the same connection with the same live values, and settings
 * that nobody has changed since. Refuses with `rehearsal_outdated`; a proof of another revision with `test_required`.
 */
export const checkProof = (
  { revision, rehearsal }: EnforcingProof,
  row: ConnectionRow,
  settingsVersion: number,
): void => {
  const isAboutThis =
    rehearsal.fresh &&
    rehearsal.connectionId === row.id &&
    rehearsal.revision === row.revision &&
    rehearsal.settingsVersion === settingsVersion;
  if (!isAboutThis) throw new AppError('rehearsal_outdated', { detail: `settings ${settingsVersion}` });
  if (revision !== row.revision) throw new AppError('test_required', { detail: 'other values are live now' });
};
