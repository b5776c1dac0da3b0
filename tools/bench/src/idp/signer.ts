import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Signs ID tokens with ES256 (RFC 7518 §3.4), by a key that lives as long as the process. */
export class Signer {
  readonly publicJwk: object;
  private readonly key: KeyObject;
  private readonly header = encode({ alg: 'ES256', kid: 'bench', typ: 'JWT' });

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.key = privateKey;
    this.publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' };
  }

  sign(claims: object): string {
    const content = `${this.header}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(content), { key: this.key, dsaEncoding: 'ieee-p1363' });
    return `${content}.${signature.toString('base64url')}`;
  }
}
