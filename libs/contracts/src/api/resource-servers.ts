import { z } from 'zod';
import { ApplicationId } from './applications.js';

/** The identifier that applications ask for tokens by and that comes back as `aud`: an https address or a URN (RFC 8707 §2). */
export const Audience = z
  .string()
  .max(255)
  .regex(
    /^(https:\/\/[^\s#]+|urn:[a-z0-9][a-z0-9-]{0,31}:[^\s#]+)$/,
    'must be an https address or a URN, without fragment',
  );

/** An API that verifies Portico's access tokens: body of `PUT /v1/resource-servers/{id}`. */
export const SetResourceServer = z.strictObject({
  name: z.string().trim().min(1).max(80),
  audience: Audience,
  /** Every scope that its tokens may carry (RFC 6749 §3.3). */
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,64}$/))
    .max(100)
    .default([]),
  /** The signature of its access tokens (RFC 9068 §2.1). */
  tokenAlg: z.enum(['ES256', 'RS256']).default('ES256'),
});
export type SetResourceServer = z.infer<typeof SetResourceServer>;

/** A resource server as the API shows it. */
export const ResourceServer = SetResourceServer.extend({ id: ApplicationId, createdAt: z.iso.datetime() });
export type ResourceServer = z.infer<typeof ResourceServer>;

/** Every resource server, by id: `GET /v1/resource-servers`. */
export const ResourceServerList = z.object({ resourceServers: z.array(ResourceServer) });
export type ResourceServerList = z.infer<typeof ResourceServerList>;
