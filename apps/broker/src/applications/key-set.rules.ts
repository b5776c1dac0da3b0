import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { CreateApplication, FieldFault } from '@portico/contracts';

/** RFC 7518 §3.3. */
const FEWEST_RSA_BITS = 2048;

/** What is wrong with the keys that the application gave by value: one that cannot be read would fail every request. */
export const findKeyFaults = (wanted: CreateApplication): FieldFault[] => {
  const keys = ('jwks' in wanted && wanted.jwks?.keys) || [];
  return keys.flatMap((key, index) => {
    const message = faultOf(key);
    return message === undefined ? [] : [{ pointer: `/jwks/keys/${String(index)}`, message }];
  });
};

const faultOf = (key: JsonWebKey): string | undefined => {
  try {
    const { modulusLength } = createPublicKey({ key, format: 'jwk' }).asymmetricKeyDetails ?? {};
    return modulusLength !== undefined && modulusLength < FEWEST_RSA_BITS
      ? `must have ${String(FEWEST_RSA_BITS)} bits or more`
      : undefined;
  } catch {
    return 'is no public key';
  }
};
