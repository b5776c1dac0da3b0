import { readFileSync } from 'node:fs';
import type { ImportedUser } from '@portico/contracts';
import type { z } from 'zod';
import type { Company } from './env.ts';

type Line = z.input<typeof ImportedUser>;

const toLine = (user: Line): string => `${JSON.stringify(user)}\n`;

/** A thousand people who do not exist, the first of them an admin. */
const makeUp = (slug: string, domain: string): Line[] =>
  Array.from({ length: 1000 }, (_, index) => {
    const number = String(index + 1).padStart(4, '0');
    return {
      email: `person-${number}@${domain}`,
      name: `Person ${number}`,
      externalId: `${slug}-${number}`,
      roles: index === 0 ? (['tenant_admin', 'member'] as const).slice() : ['member'],
    };
  });

/** The users as NDJSON: those of the file, or made up. */
export const readUsers = ({ slug, domain, usersFile }: Company): string =>
  usersFile === undefined
    ? makeUp(slug, domain ?? `${slug}.example`)
        .map(toLine)
        .join('')
    : readFileSync(usersFile, 'utf8');
