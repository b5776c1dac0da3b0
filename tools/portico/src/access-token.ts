import type { Scope } from '@portico/contracts';
import * as oidc from 'openid-client';
import type { Settings } from './env.js';
import { EXIT, Failure } from './failure.js';

/** The audience of Portico's own APIs. */
const API = 'urn:portico:api';
const RENEW_BEFORE_MS = 30_000;

/** The access token of the command's application (RFC 6749 §4.4), renewed in time during long work. */
export class AccessToken {
  private readonly settings: Settings;
  private readonly scopes: Scope[];
  private config?: oidc.Configuration;
  private value = '';
  private validUntil = 0;

  constructor(settings: Settings, scopes: Scope[]) {
    this.settings = settings;
    this.scopes = scopes;
  }

  /** Throws a `Failure` where Portico is out of reach, refuses the application, or gives it fewer scopes. */
  async get(): Promise<string> {
    if (Date.now() < this.validUntil) return this.value;
    const tokens = await this.ask().catch((error: unknown) => {
      throw this.toFailure(error);
    });
    const missing = this.scopes.filter((scope) => !tokens.scope?.split(' ').includes(scope));
    if (missing.length > 0)
      throw new Failure(
        EXIT.refused,
        `The application ${this.settings.clientId} lacks the scope ${missing.join(' ')}: add it to its apiScopes.`,
      );
    this.value = tokens.access_token;
    this.validUntil = Date.now() + (tokens.expiresIn() ?? 0) * 1000 - RENEW_BEFORE_MS;
    return this.value;
  }

  private async ask(): Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers> {
    this.config ??= await this.discover();
    return await oidc.clientCredentialsGrant(this.config, { scope: this.scopes.join(' '), resource: API });
  }

  private async discover(): Promise<oidc.Configuration> {
    const { addresses, clientId, clientSecret } = this.settings;
    const issuer = new URL(addresses.broker);
    const local = ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname);
    return await oidc.discovery(issuer, clientId, undefined, oidc.ClientSecretBasic(clientSecret), {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked to stand out; plain http is for this machine alone
      execute: local ? [oidc.allowInsecureRequests] : [],
    });
  }

  private toFailure(error: unknown): Failure {
    const { addresses, clientId } = this.settings;
    // A 401 of the token endpoint means the application's credentials (RFC 6749 §5.2).
    if (error instanceof oidc.WWWAuthenticateChallengeError || isInvalidClient(error))
      return new Failure(
        EXIT.refused,
        `Portico does not know the application ${clientId}, or not with this secret.`,
      );
    if (error instanceof oidc.ResponseBodyError)
      return new Failure(
        EXIT.refused,
        `Portico gives the application ${clientId} no token: ${error.error_description ?? error.error}.`,
      );
    const reason = error instanceof Error ? describe(error) : String(error);
    return new Failure(EXIT.unreachable, `Portico cannot be reached at ${addresses.broker}: ${reason}.`);
  }
}

const isInvalidClient = (error: unknown): boolean =>
  error instanceof oidc.ResponseBodyError && error.error === 'invalid_client';

/** The innermost cause says the most: `fetch failed` says nothing. */
const describe = (error: Error): string =>
  error.cause instanceof Error ? describe(error.cause) : error.message || error.name;
