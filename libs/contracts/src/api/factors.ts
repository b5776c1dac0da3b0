import { z } from 'zod';
import { Id } from '../ids.js';

/** A time-based code of an app (RFC 6238), or a passkey (Web Authentication Level 3). */
export const FactorKind = z.enum(['totp', 'passkey']);
export type FactorKind = z.infer<typeof FactorKind>;

/** A second factor that a user has set up: `GET /v1/tenants/{tenantId}/users/{id}/factors`. No secret is in it. */
export const Factor = z.object({
  id: Id,
  kind: FactorKind,
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type Factor = z.infer<typeof Factor>;

/** A user's second factors, the oldest first. */
export const Factors = z.object({ factors: z.array(Factor) });
export type Factors = z.infer<typeof Factors>;

/** Body of `POST …/users/{id}/factors` (scope `sso:seed`): gives a user of a demo or a test a time-based code. */
export const CreateFactor = z.strictObject({ kind: z.literal('totp') });
export type CreateFactor = z.infer<typeof CreateFactor>;

/** The factor with its secret, which is shown this once. */
export const FactorCreated = z.object({
  ...Factor.shape,
  /** Base32 (RFC 4648 §6). */
  secret: z.string(),
  /** What an app reads as a QR code (`otpauth://totp/…`). */
  otpauthUri: z.string(),
});
export type FactorCreated = z.infer<typeof FactorCreated>;
