import type { CreateLink } from '@portico/contracts';
import { findSameLink } from '../links/link.rules.js';

/** An identity of a connection, and whose it is. */
export type KnownLink = CreateLink & { userId: string };

/** The links that some lines may meet, kept as the lines add to them. */
export interface LinkDirectory {
  /**
   * Those of the wanted links that the user does not have yet. Refuses `link_conflict` where the identity is somebody
   * else's, or the user has another one at the connection.
   */
  choose: (userId: string, wanted: readonly CreateLink[]) => KnownLink[];
  put: (links: readonly KnownLink[]) => void;
  /** Everything that was put. */
  added: () => KnownLink[];
}

export const linkDirectoryOf = (known: readonly KnownLink[]): LinkDirectory => {
  const links = new Map<string, KnownLink>();
  const added: KnownLink[] = [];
  const remember = (link: KnownLink): void => {
    for (const key of keysOf(link)) links.set(key, link);
  };
  known.forEach(remember);

  return {
    choose: (userId, wanted) => {
      // Two of one line may be rivals of each other, and none of them counts before all do.
      const chosen = new Map<string, KnownLink>();
      for (const link of wanted.map((one) => ({ ...one, userId }))) {
        const rivals = keysOf(link).flatMap((key) => chosen.get(key) ?? links.get(key) ?? []);
        if (findSameLink(link, rivals)) continue;
        for (const key of keysOf(link)) chosen.set(key, link);
      }
      return [...new Set(chosen.values())];
    },
    put: (fresh) => {
      fresh.forEach(remember);
      added.push(...fresh);
    },
    added: () => added,
  };
};

/** What is there once: the identity, and the user's place at the connection. */
const keysOf = ({ connectionId, issuer, subject, userId }: KnownLink): string[] => [
  JSON.stringify([connectionId, issuer, subject]),
  JSON.stringify([connectionId, userId]),
];
