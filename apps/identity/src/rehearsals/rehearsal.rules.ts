import type { Rehearsal } from '@portico/contracts';
import type { RehearsalRow } from './rehearsal.entity.js';

/** Which rehearsal, by its place in the API. */
export interface RehearsalPlace {
  tenantId: string;
  connectionId: string;
  rehearsalId: string;
}

const LIFETIME_MS = 15 * 60_000;

/** A rehearsal as the API shows it. */
export const toRehearsal = ({ findings, madeAt, ...row }: RehearsalRow): Rehearsal => ({
  id: row.id,
  connectionId: row.connectionId,
  revision: row.revision,
  settingsVersion: row.settingsVersion,
  at: madeAt.toISOString(),
  expiresAt: new Date(madeAt.getTime() + LIFETIME_MS).toISOString(),
  ...findings,
});
