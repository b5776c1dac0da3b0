import { z } from 'zod';
import { Id } from '../ids.js';
import { NextCursor } from './pages.js';
import { Provider } from '../settings.js';

/** A browser's signed-in state as the API shows it. Its id opens nothing: no cookie and no token is made of it. */
export const BrowserSession = z.object({
  id: z.string(),
  userId: Id,
  email: z.string(),
  method: z.enum(['sso', 'password', 'recovery']),
  connectionId: Id.nullable(),
  provider: Provider.nullable(),
  /** How the person proved who they are (RFC 8176). */
  amr: z.array(z.string()),
  /** The applications that were signed in to. */
  applicationIds: z.array(z.string()),
  startedAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type BrowserSession = z.infer<typeof BrowserSession>;

/** A page of a tenant's live sessions, newest first: `GET /v1/tenants/{tenantId}/sessions?userId=&connectionId=`. */
export const SessionPage = z.object({ sessions: z.array(BrowserSession), nextCursor: NextCursor });
export type SessionPage = z.infer<typeof SessionPage>;

/** Answer of `DELETE /v1/tenants/{tenantId}/sessions?userId=&connectionId=`: how many ended. */
export const SessionsEnded = z.object({ ended: z.int().min(0) });
export type SessionsEnded = z.infer<typeof SessionsEnded>;
