import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';

interface SigningKey {
  kid: string;
  alg: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
}

const makeKey = async (kid: string, alg: string): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
};

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The keys of a hostile IdP: it publishes one and can sign with others. */
export class HostileKeys {
  /** What the key set says now. */
  published: JWK[];

  private constructor(
    private current: SigningKey,
    private readonly secret: SigningKey,
    private readonly elliptic: SigningKey,
  ) {
    this.published = [current.jwk];
  }

  static async make(): Promise<HostileKeys> {
    return new HostileKeys(
      await makeKey('first', 'RS256'),
      await makeKey('first', 'RS256'),
      await makeKey('elliptic', 'ES256'),
    );
  }

  /** The id of the key that signs now. */
  get kid(): string {
    return this.current.kid;
  }

  /** The public half of the second kind of key (ES256), for a key set that has both. */
  get ellipticJwk(): JWK {
    return this.elliptic.jwk;
  }

  /** A new key signs from now on and is alone in the key set. */
  async rotate(kid: string): Promise<void> {
    this.current = await makeKey(kid, 'RS256');
    this.published = [this.current.jwk];
  }

  /** Signs honestly, by the algorithm in the header (RS256 or ES256). */
  async sign(header: { alg: string; [name: string]: unknown }, claims: object): Promise<string> {
    const key = header.alg === 'ES256' ? this.elliptic : this.current;
    return await new SignJWT({ ...claims }).setProtectedHeader(header).sign(key.privateKey);
  }

  /** Signs with a key of the same name that is not in the key set. */
  async signWithOther(header: { alg: string; [name: string]: unknown }, claims: object): Promise<string> {
    return await new SignJWT({ ...claims }).setProtectedHeader(header).sign(this.secret.privateKey);
  }

  /** A token with a header of any kind and the signature `AAAA`. */
  forge(header: object, claims: object): string {
    return `${encoded(header)}.${encoded(claims)}.AAAA`;
  }

  /** Without a signature (RFC 7519 §6). */
  unsigned(claims: object): string {
    return `${encoded({ alg: 'none' })}.${encoded(claims)}.`;
  }

  /** HS256 with any text as key, such as a client secret or the PEM of the public key. */
  async signSymmetrically(claims: object, secret: string): Promise<string> {
    const header = { alg: 'HS256', kid: this.kid };
    return await new SignJWT({ ...claims }).setProtectedHeader(header).sign(new TextEncoder().encode(secret));
  }

  /** The PEM of the published key, as everybody knows it. */
  async publicPem(): Promise<string> {
    return await exportSPKI(this.current.publicKey);
  }
}
