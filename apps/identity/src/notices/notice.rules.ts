import type { SessionRecoveryStarted, SsoBreakGlassOpened, SsoDomainEndangered } from '@portico/contracts';
import type { z } from 'zod';

/** What every administrator of a tenant is told by mail, in the words of the fact that says so. */
export type Notice =
  | ({ about: 'recovery_started' } & Pick<
      z.infer<typeof SessionRecoveryStarted.data>,
      'userId' | 'reference' | 'endsAt'
    >)
  | ({ about: 'break_glass_opened' } & Pick<z.infer<typeof SsoBreakGlassOpened.data>, 'reason' | 'openUntil'>)
  | ({ about: 'domain_endangered' } & z.infer<typeof SsoDomainEndangered.data>);

const WHEN = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** A moment as a letter says it: `23 November 2026 at 08:30 UTC`. */
export const toMoment = (iso: string): string => `${WHEN.format(new Date(iso))} UTC`;

/** Somebody's own words on one line, so that they cannot pass for a part of the letter. */
export const toOneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
