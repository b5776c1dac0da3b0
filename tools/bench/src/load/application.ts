import { createHash, randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { ask } from './http.ts';
import type { System } from './system.ts';

const random = (): string => randomBytes(32).toString('base64url');

/** What an application keeps while its browser is away. */
interface Pending {
  address: URL;
  state: string;
  nonce: string;
  verifier: string;
}

/** An application's back end: authorization code with PKCE, its own kept-alive connections, every ID token checked. */
export class Application {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly system: System;
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(system: System) {
    this.system = system;
    this.keys = createRemoteJWKSet(new URL(system.jwksPath, system.origin));
  }

  begin(): Pending {
    const { client, authorizationPath, origin } = this.system;
    const [state, nonce, verifier] = [random(), random(), random()];
    const address = new URL(authorizationPath, origin);
    address.search = new URLSearchParams({
      client_id: client.id,
      redirect_uri: client.redirectUri,
      response_type: 'code',
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }).toString();
    return { address, state, nonce, verifier };
  }

  /** Redeems the answer that the browser brought; gives how long the token endpoint took. Throws if anything is wrong. */
  async finish(answer: URL, { state, nonce, verifier }: Pending, email: string): Promise<number> {
    const { client, tokenPath, origin } = this.system;
    const code = answer.searchParams.get('code');
    if (!code || answer.searchParams.get('state') !== state) throw new Error(`refused: ${answer.search}`);
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: client.redirectUri,
      code_verifier: verifier,
    }).toString();
    const { status, text, milliseconds } = await ask(this.agent, new URL(tokenPath, origin), {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
      },
      body,
    });
    if (status !== 200) throw new Error(`${status} from the token endpoint: ${text}`);
    const claims = await this.verify((JSON.parse(text) as { id_token: string }).id_token);
    if (claims['nonce'] !== nonce || claims['email'] !== email)
      throw new Error('an ID token of somebody else');
    return milliseconds;
  }

  close(): void {
    this.agent.destroy();
  }

  private async verify(idToken: string): Promise<JWTPayload> {
    const { issuer, client } = this.system;
    return (await jwtVerify(idToken, this.keys, { issuer, audience: client.id })).payload;
  }
}
