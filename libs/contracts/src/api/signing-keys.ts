import { z } from 'zod';

/** A key that signs tokens, as the API shows it: never its private half. */
export const SigningKey = z.object({
  kid: z.string(),
  alg: z.enum(['ES256', 'RS256']),
  /** `next` is published and not used yet, `active` signs, `retiring` is published until the last token is gone. */
  status: z.enum(['next', 'active', 'retiring']),
  createdAt: z.iso.datetime(),
  /** When it begins or began to sign. */
  activeFrom: z.iso.datetime(),
  /** When it leaves the published key set; null while nothing is to follow it. */
  publishedUntil: z.iso.datetime().nullable(),
});
export type SigningKey = z.infer<typeof SigningKey>;

/** The published keys, newest first: `GET /v1/signing-keys`. */
export const SigningKeyList = z.object({ keys: z.array(SigningKey) });
export type SigningKeyList = z.infer<typeof SigningKeyList>;

/** Body of `POST /v1/signing-keys/rotate`. */
export const RotateSigningKeys = z.strictObject({
  /** After a leak: the new keys sign at once and the old ones are withdrawn, though their tokens die with them. */
  immediately: z.boolean().default(false),
});
export type RotateSigningKeys = z.infer<typeof RotateSigningKeys>;
