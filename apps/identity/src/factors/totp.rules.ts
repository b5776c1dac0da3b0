import { Secret, TOTP } from 'otpauth';

/** What every authenticator app takes (RFC 6238 §4, §5.2): SHA-1, six digits, thirty seconds. */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** 160 bits (RFC 4226 §4, R6). */
export const SECRET_BYTES = 20;

/** One step before and after now: clocks differ, and typing takes time (RFC 6238 §5.2). */
const WINDOW = 1;

/** The address that an app reads as a QR code; the organisation is in it for people who are in several. */
export const toOtpauthUri = (
  secret: string,
  { email, tenantName }: { email: string; tenantName?: string },
): string =>
  new TOTP({
    ...FORM,
    issuer: 'Portico',
    label: tenantName === undefined ? email : `${email} (${tenantName})`,
    secret: Secret.fromBase32(secret),
  }).toString();

/** The time step that a code is of, among those of now; null where it is of none. */
export const findStep = (secret: string, code: string, now: Date): number | null => {
  const token = code.replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = now.getTime();
  const delta = TOTP.validate({
    ...FORM,
    token,
    secret: Secret.fromBase32(secret),
    timestamp,
    window: WINDOW,
  });
  return delta === null ? null : TOTP.counter({ period: FORM.period, timestamp }) + delta;
};
