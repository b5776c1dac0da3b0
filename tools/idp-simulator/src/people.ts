import { createHash } from 'node:crypto';

/** Somebody who can sign in at a simulated identity provider. */
export interface Person {
  email: string;
  givenName: string;
  familyName: string;
  emailVerified: boolean;
  /** What the demo uses this person for; shown beside the button on the login page. */
  purpose: string;
}

/** Everybody's password, at the simulator and in Portico's demo data. */
export const PASSWORD = 'portico-demo';

const people: readonly [localPart: string, name: string, purpose: string, emailVerified?: boolean][] = [
  ['admin', 'Atticus Finch', 'admin of the tenant'],
  ['agent', 'Scout Finch', 'ordinary user'],
  ['leaver', 'Arthur Radley', 'deactivated in Portico'],
  ['stranger', 'Dill Harris', 'unknown to Portico'],
  ['unverified', 'Mayella Ewell', 'address not verified here', false],
  ['twin', 'Jem Finch', 'meant to match two users in Portico'],
];

/** The same cast in every company, under its own domain. */
export const peopleOf = (domain: string): Person[] =>
  people.map(([localPart, name, purpose, emailVerified = true]) => {
    const [givenName = '', familyName = ''] = name.split(' ');
    return { email: `${localPart}@${domain}`, givenName, familyName, emailVerified, purpose };
  });

/** A UUID that is always the same for the same text, laid out like version 5 (RFC 9562 §5.5). */
export function stableUuid(text: string): string {
  const bytes = createHash('sha1').update('portico-idp-simulator:').update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Looks a person up by e-mail address, by the part before the @, or by subject. */
export const findPerson = (all: readonly Person[], key: string): Person | undefined => {
  const wanted = key.trim().toLowerCase();
  return all.find(({ email }) => [email, email.split('@')[0], stableUuid(email)].includes(wanted));
};
