import { createHash } from 'node:crypto';

/** Somebody who can sign in at a simulated identity provider. */
export interface Person {
  email: string;
  givenName: string;
  familyName: string;
  /** What the demo uses this person for; shown beside the button on the login page. */
  purpose: string;
  emailVerified: boolean;
  /** Whether the account has a mailbox, and so an address beside the user name. */
  mailbox: boolean;
  /** Whether the account belongs to the company, and is not somebody's own or another company's. */
  member: boolean;
}

/** Everybody's password, at the simulator and in Portico's demo data. */
export const PASSWORD = 'portico-demo';

type Traits = Partial<Pick<Person, 'emailVerified' | 'mailbox' | 'member'>>;

/** The cast, by the part of the address before the @. Names are of "To Kill a Mockingbird". */
const CAST = {
  admin: ['Atticus Finch', 'admin of the tenant'],
  agent: ['Scout Finch', 'ordinary user'],
  stranger: ['Dill Harris', 'unknown to Portico'],
  leaver: ['Arthur Radley', 'deactivated in Portico'],
  contractor: ['Walter Cunningham', 'may use a password until a date'],
  unverified: ['Mayella Ewell', 'address not verified here', { emailVerified: false }],
  twin: ['Jem Finch', 'meant to match two users in Portico'],
  nomailbox: ['Nathan Radley', 'account without a mailbox', { mailbox: false }],
  guest: ['Francis Hancock', 'guest of another company', { member: false }],
  personal: ['Alexandra Hancock', 'own account with an address of the company', { member: false }],
} satisfies Record<string, [name: string, purpose: string, traits?: Traits]>;
export type Role = keyof typeof CAST;

/** People of a company: the three whom every company has, and the named ones. Guests bring their own domain. */
export const peopleOf = (domain: string, ...others: Role[]): Person[] =>
  (['admin', 'agent', 'stranger', ...others] as const).map((role) => {
    const [name, purpose, traits]: [string, string, Traits?] = CAST[role];
    const [givenName = '', familyName = ''] = name.split(' ');
    const at = role === 'guest' ? 'partner.example' : domain;
    const usual = { emailVerified: true, mailbox: true, member: true };
    return { email: `${role}@${at}`, givenName, familyName, purpose, ...usual, ...traits };
  });

/** A UUID that is always the same for the same text, laid out like version 5 (RFC 9562 §5.5). */
export function stableUuid(text: string): string {
  const bytes = digest(text, 'sha1').subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Decimal digits, the first of them not zero, that are always the same for the same text. */
export const stableDigits = (text: string, length: number): string =>
  `1${BigInt(`0x${digest(text, 'sha256').toString('hex')}`).toString()}`.slice(0, length);

/** Letters and digits that are always the same for the same text. */
export const stableWord = (text: string, length: number): string =>
  digest(text, 'sha512')
    .toString('base64')
    .replaceAll(/[^a-z0-9]/gi, '')
    .slice(0, length);

const digest = (text: string, algorithm: 'sha1' | 'sha256' | 'sha512'): Buffer =>
  createHash(algorithm).update('portico-idp-simulator:').update(text).digest();

/** Looks a person up by e-mail address, or by the part before the @. */
export const findPerson = (all: readonly Person[], key: string): Person | undefined => {
  const wanted = key.trim().toLowerCase();
  return all.find(({ email }) => [email, email.split('@')[0]].includes(wanted));
};
