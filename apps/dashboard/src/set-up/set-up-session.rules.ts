import { SetUpSession } from '@portico/contracts';
import type { z } from 'zod';

/** What the session of a set-up link holds; it never leaves the server. */
export const SetUpContent = SetUpSession;
export type SetUpContent = z.infer<typeof SetUpContent>;

/** Ties sealed content to its own row and kind: a session of a user opens as no other, and the other way round. */
export const setUpPurposeOf = (sessionHash: string): string => `dashboard-set-up:${sessionHash}`;

/** How long a session lives that ends with its link. */
export const secondsLeft = ({ expiresAt }: SetUpContent, now: number): number =>
  Math.max(0, Math.floor((Date.parse(expiresAt) - now) / 1000));

/** Whether an address of an API is one that the page of the link needs: what is about its one connection. */
export const isWithinLink = ({ tenant, connection }: SetUpContent, path: string): boolean => {
  const place = `/v1/tenants/${tenant.id}/connections/${connection.id}`;
  return path === place || path.startsWith(`${place}/`);
};
