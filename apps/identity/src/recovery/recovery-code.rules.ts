import { createHash, randomBytes } from 'node:crypto';
import { AppError, type Principal, type UserSnapshot } from '@portico/contracts';

/** Crockford's: without the letters that are taken for others, and without U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BYTES = 10;
const CHARACTERS = 16;
const TEN = 10;

const WRITTEN = new RegExp(`^[${ALPHABET}]{${String(CHARACTERS)}}$`);

/** Whose codes. */
export interface CodeOwner {
  tenantId: string;
  userId: string;
}

/** Ten codes of 80 random bits, as they are shown: four groups of four. */
export const makeCodes = (): string[] => Array.from({ length: TEN }, makeCode);

const makeCode = (): string => {
  const bits = BigInt(`0x${randomBytes(BYTES).toString('hex')}`);
  const letters = Array.from({ length: CHARACTERS }, (_, place) => {
    const shift = BigInt(5 * (CHARACTERS - 1 - place));
    return ALPHABET.charAt(Number((bits >> shift) & 31n));
  });
  return letters.join('').replace(/.{4}(?=.)/g, '$&-');
};

/**
 * A code as somebody types it, in the form that is hashed: small letters, hyphens and spaces do not matter, O is 0, and
 * I and L are 1. Null for what is none.
 */
export const readCode = (typed: string): string | null => {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return WRITTEN.test(plain) ? plain : null;
};

/**
 * What is kept of a code. Of 80 random bits a plain hash is enough: there is nothing to guess them by, and no key whose
 * loss would void them all. With the owner in it one guess is at one user's codes, never at everybody's.
 */
export const hashOfCode = ({ tenantId, userId }: CodeOwner, code: string): Buffer =>
  createHash('sha256').update(`portico:recovery-code:${tenantId}:${userId}:${code}`).digest();

/** Codes are made and confirmed for oneself alone, so that nobody else has ever seen them (`scope_insufficient`). */
export const checkOwner = ({ kind, subject, tenantId }: Principal, owner: CodeOwner): void => {
  if (kind !== 'user' || subject !== owner.userId || tenantId !== owner.tenantId)
    throw new AppError('scope_insufficient', { detail: 'recovery codes are for oneself' });
};

/** Who may have codes: an active administrator of the tenant (`scope_insufficient`). */
export const checkMayHaveCodes = ({ status, roles }: Pick<UserSnapshot, 'status' | 'roles'>): void => {
  if (status !== 'active' || !roles.includes('tenant_admin'))
    throw new AppError('scope_insufficient', { detail: 'recovery codes are for administrators' });
};
