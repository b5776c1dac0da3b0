import { z } from 'zod';

/**
 * A UUID in its canonical text form. What Portico makes is a UUIDv7 (RFC 9562 §5.7); a user who was brought along keeps
 * the id from before, of any version and variant: the `sub` of a newer Cognito user pool has none of RFC 9562.
 */
export const Id = z.guid();
export type Id = z.infer<typeof Id>;

/** Names a tenant in addresses (`/sso/{slug}`): lower-case letters, digits and hyphens, 2 to 48 characters. */
export const Slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])$/);

/** A login's speakable reference such as `OTTER-2719`, unique, shown on every failure page. */
export const Reference = z.string().regex(/^[A-Z]{3,12}-[0-9]{4,6}$/);

/** An e-mail address as typed or claimed; `libs/policy` normalises it before anything is compared (RFC 5321 §4.5.3.1.3). */
export const Email = z.string().min(3).max(254);

/** The tenant whose users are Portico's own operators and support people. */
export const PLATFORM_SLUG = 'platform';

/** The audience of access tokens for the `/v1` APIs (RFC 8707). */
export const API_AUDIENCE = 'urn:portico:api';
