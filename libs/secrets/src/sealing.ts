import { compactDecrypt, CompactEncrypt, importJWK, type JWK } from 'jose';

/** A set of keys, newest first (RFC 7517 §5); each key has a `kid`. */
export interface KeySet {
  keys: JWK[];
}

/** Where a sealed value belongs, such as a tenant, a connection and a field: it opens there and nowhere else. */
export type SealedPlace = Readonly<Record<string, string>>;

const ALGORITHM = 'ECDH-ES+A256KW';
const ENCRYPTION = 'A256GCM';

/** The value cannot be opened: wrong place, unknown key, or changed on the way. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/**
 * Seals a secret to the newest public key, as a compact JWE (RFC 7516) whose protected header names key and place.
 * Whoever seals cannot open again.
 */
export const seal = async (publicKeys: KeySet, secret: string, place: SealedPlace): Promise<string> => {
  const key = publicKeys.keys[0];
  if (!key?.kid) throw new SealError('there is no sealing key');
  return await new CompactEncrypt(new TextEncoder().encode(secret))
    .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION, kid: key.kid, place: { ...place } })
    .encrypt(await importJWK(key, ALGORITHM));
};

/** Opens a sealed secret at its place. Throws `SealError` for another place, an unknown key or a changed value. */
export const open = async (privateKeys: KeySet, sealed: string, place: SealedPlace): Promise<string> => {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(
      sealed,
      async ({ kid }) => await importJWK(keyById(privateKeys, kid), ALGORITHM),
      { keyManagementAlgorithms: [ALGORITHM], contentEncryptionAlgorithms: [ENCRYPTION] },
    );
    if (!isSamePlace(protectedHeader['place'], place)) throw new SealError('sealed for another place');
    return new TextDecoder().decode(plaintext);
  } catch (error) {
    if (error instanceof SealError) throw error;
    throw new SealError('cannot be opened', { cause: error });
  }
};

const keyById = ({ keys }: KeySet, kid: string | undefined): JWK => {
  const key = keys.find((candidate) => candidate.kid === kid);
  if (!key) throw new SealError('sealed with an unknown key');
  return key;
};

const isSamePlace = (sealed: unknown, place: SealedPlace): boolean => {
  if (typeof sealed !== 'object' || sealed === null) return false;
  const wanted = Object.entries(place);
  const given = new Map(Object.entries(sealed));
  return given.size === wanted.length && wanted.every(([name, value]) => given.get(name) === value);
};
