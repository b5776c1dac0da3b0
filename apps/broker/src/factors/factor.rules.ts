import { z } from 'zod';

/** What a person gave at a form: a code, or what a script brought back from a passkey. */
export type Given =
  { kind: 'totp'; code: string } | { kind: 'passkey'; challengeId: string; answer: Record<string, unknown> };

/** Authentication methods of a password with a second factor (RFC 8176 §2). */
export const amrOf = (given: Given, deviceBound = false): string[] => {
  if (given.kind === 'totp') return ['pwd', 'otp', 'mfa'];
  return ['pwd', deviceBound ? 'hwk' : 'swk', 'mfa'];
};

const PasskeyFields = z.object({
  challengeId: z.uuid(),
  answer: z
    .string()
    .max(16_384)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.unknown())),
});

/** What a script brought back; undefined where it is nothing that a passkey answers. */
export const readPasskey = (fields: { challengeId: string; answer: string }): Given | undefined => {
  const { data } = PasskeyFields.safeParse(fields);
  return data && { kind: 'passkey', ...data };
};
