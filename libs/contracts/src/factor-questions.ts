import { z } from 'zod';
import { Factor } from './api/factors.js';
import { Id } from './ids.js';
import { question } from './questions.js';

const ofUser = { tenantId: Id, userId: Id };

/** One attempt of one person: asked again with the same id, it is answered alike, though a code works once. */
const attempt = { ...ofUser, attemptId: Id };

/** What an app shows: digits, perhaps with blanks between them. */
const Code = z.string().max(32);

/** An answer of `navigator.credentials` as the browser's script sends it (Web Authentication Level 3 §5.1). */
const PasskeyAnswer = z.record(z.string(), z.unknown());

/** The second factors that a user has set up; empty for an unknown user. Refuses nothing. */
export const ListFactors = question({
  subject: 'ask.identity.list-factors',
  request: z.object(ofUser),
  reply: z.object({ factors: z.array(Factor) }),
  deadlineMs: 3000,
});

/**
 * A secret for time-based codes that waits for its first code, for half an hour; asked again for the same enrolment,
 * the same comes. Refuses `factor_set_up_already` where the user has a factor: a password alone adds none.
 */
export const BeginTotp = question({
  subject: 'ask.identity.begin-totp',
  request: z.object({ ...ofUser, enrolmentId: Id, tenantName: z.string().max(120) }),
  reply: z.object({ secret: z.string(), otpauthUri: z.string() }),
  deadlineMs: 3000,
});

/** Sets the waiting secret up by its first code. Refuses `factor_code_invalid`, `factor_step_expired`, `factor_set_up_already`. */
export const FinishTotp = question({
  subject: 'ask.identity.finish-totp',
  request: z.object({ ...attempt, enrolmentId: Id, code: Code }),
  reply: z.object({}),
  deadlineMs: 3000,
});

/** Whether the code is one of the user's app; each works once (RFC 6238 §5.2). Refuses `factor_code_invalid`. */
export const CheckTotp = question({
  subject: 'ask.identity.check-totp',
  request: z.object({ ...attempt, code: Code }),
  reply: z.object({}),
  deadlineMs: 3000,
});

/**
 * The options that a browser's script makes or uses a passkey with, and the challenge in them, good once and for
 * fifteen minutes. To make one is refused with `factor_set_up_already` where the user has a factor.
 */
export const BeginPasskey = question({
  subject: 'ask.identity.begin-passkey',
  request: z.object({ ...ofUser, purpose: z.enum(['make', 'use']) }),
  reply: z.object({ challengeId: Id, options: z.record(z.string(), z.unknown()) }),
  deadlineMs: 3000,
});

/**
 * Verifies what the browser's passkey answered, and keeps it where it was made (Web Authentication Level 3 §7.1, §7.2).
 * Tells whether its key is bound to one device. Refuses `passkey_invalid` and `factor_set_up_already`.
 */
export const FinishPasskey = question({
  subject: 'ask.identity.finish-passkey',
  request: z.object({ ...attempt, challengeId: Id, purpose: z.enum(['make', 'use']), answer: PasskeyAnswer }),
  reply: z.object({ deviceBound: z.boolean() }),
  deadlineMs: 3000,
});
