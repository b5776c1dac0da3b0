import type { CognitoClient } from './aws-json.rules.js';
import { note, type Note } from './report.rules.js';

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** Cognito's defaults where a client says nothing, and the bounds of Portico. */
const TOKENS = [
  { token: 'AccessToken', field: 'accessTokenSeconds', unit: 'hours', usual: 3600, least: 60, most: 300 },
  { token: 'IdToken', field: 'idTokenSeconds', unit: 'hours', usual: 3600, least: 60, most: 86_400 },
  {
    token: 'RefreshToken',
    field: 'refreshTokenSeconds',
    unit: 'days',
    usual: 30 * 86_400,
    least: 300,
    most: 90 * 86_400,
  },
] as const;

/**
 * How long a client's tokens live, within Portico's bounds. The numbers are hours, those of refresh tokens days, where
 * no unit is said; 0 stands for Cognito's default.
 */
export const readSeconds = (client: CognitoClient): { kept: Record<string, number>; notes: Note[] } => {
  const notes: Note[] = [];
  const kept: Record<string, number> = {};
  for (const { token, field, unit, usual, least, most } of TOKENS) {
    const factor = SECONDS[client.TokenValidityUnits?.[token] ?? unit];
    const told = (client[`${token}Validity`] ?? 0) * factor;
    const wanted = told === 0 ? usual : told;
    const seconds = Math.min(Math.max(wanted, least), most);
    kept[field] = seconds;
    if (seconds !== wanted)
      notes.push(
        note(
          'lifetime_clipped',
          `${field}: ${seconds} instead of ${wanted}, for Portico's bounds are ${least} to ${most}.`,
        ),
      );
  }
  return { kept, notes };
};
