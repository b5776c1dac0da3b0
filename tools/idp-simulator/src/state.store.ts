import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';

/** Body of `PUT /control/{personality}/clients/{clientId}`: what an admin would type into the provider's console. */
export const Registration = z.strictObject({
  clientSecret: z.string().min(1).max(512),
  redirectUris: z.array(z.url()).min(1).max(20),
  /** How the application must prove itself at the token endpoint; either way, or as the provider does it, if left out. */
  tokenAuth: z.enum(['basic', 'post']).optional(),
});
export type Registration = z.infer<typeof Registration>;

const State = z.object({
  clients: z.record(z.string(), z.record(z.string(), Registration)),
  keys: z.record(z.string(), z.custom<JWK>()),
});

/** The clients and signing keys of every personality; kept in one file so that a restart forgets neither. */
export class StateStore {
  private readonly state: z.infer<typeof State>;

  constructor(private readonly file?: string) {
    this.state =
      file && existsSync(file)
        ? State.parse(JSON.parse(readFileSync(file, 'utf8')))
        : { clients: {}, keys: {} };
  }

  findClient(personality: string, clientId: string): Registration | undefined {
    return this.state.clients[personality]?.[clientId];
  }

  listClients(personality: string): [clientId: string, registration: Registration][] {
    return Object.entries(this.state.clients[personality] ?? {});
  }

  saveClient(personality: string, clientId: string, registration: Registration): void {
    (this.state.clients[personality] ??= {})[clientId] = registration;
    this.write();
  }

  /** The personality's private signing key, made when it is first asked for. */
  async getKey(personality: string): Promise<JWK> {
    const kept = this.state.keys[personality];
    if (kept) return kept;
    const made = (this.state.keys[personality] = await makeSigningKey());
    this.write();
    return made;
  }

  private write(): void {
    if (!this.file) return;
    const fresh = `${this.file}.new`;
    writeFileSync(fresh, JSON.stringify(this.state, null, 2), { mode: 0o600 });
    renameSync(fresh, this.file);
  }
}

/** A private RSA key for RS256, the algorithm that all the simulated providers sign with by default. */
export async function makeSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: crypto.randomUUID(), use: 'sig', alg: 'RS256' };
}
