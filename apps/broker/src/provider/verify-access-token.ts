import { API_AUDIENCE, Principal, Role, Scope } from '@portico/contracts';
import { TokenVerifier } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { jwtVerify } from 'jose';
import { z } from 'zod';
import { FindApplication } from '../applications/find-application.js';
import { SigningKeys } from '../keys/signing-keys.js';
import { KeepSession } from '../sessions/keep-session.js';
import { Issuer } from '../issuer/issuer.js';
import { rolesWithin, scopesWithin } from './recovery-limits.rules.js';
import { toAdmission } from '../applications/client.rules.js';
import { FindGrantRevocation } from './find-grant-revocation.js';

/** What Portico puts into an access token for its APIs (RFC 9068 §2.2). */
const TokenClaims = z.object({
  sub: z.string(),
  client_id: z.string(),
  scope: z.string().default(''),
  tenant_id: z.string().optional(),
  roles: z.array(Role).default([]),
  session: z.string().optional(),
  /** Only in a token of a user; no application can do anything with it. */
  grant: z.string().optional(),
});
type TokenClaims = z.infer<typeof TokenClaims>;

/** Who bears an access token for the APIs, decided by the grant, the session and the settings of now. */
@Injectable()
export class VerifyAccessToken extends TokenVerifier {
  constructor(
    private readonly issuer: Issuer,
    private readonly findApplication: FindApplication,
    private readonly keepSession: KeepSession,
    private readonly findGrantRevocation: FindGrantRevocation,
    private readonly signingKeys: SigningKeys,
  ) {
    super();
  }

  async verify(token: string): Promise<Principal | null> {
    const claims = await this.readClaims(token);
    const application = claims && (await this.findApplication.run(claims.client_id));
    if (!application) return null;
    const scopes = toScopes(claims.scope);
    if (claims.session === undefined) {
      const tenantId = application.tenantIds?.[0] ?? null;
      const { id } = application;
      return { kind: 'machine', subject: id, applicationId: id, tenantId, roles: [], scopes };
    }
    if (claims.grant !== undefined && (await this.findGrantRevocation.run(claims.grant))) return null;
    const session = await this.keepSession.run(claims.session, toAdmission(application));
    if (!session) return null;
    return {
      kind: 'user',
      subject: claims.sub,
      applicationId: application.id,
      tenantId: claims.tenant_id ?? null,
      roles: rolesWithin(session, claims.roles),
      // What the token says is more than enough only for a session that has become another one.
      scopes: scopesWithin(session, scopes),
    };
  }

  private async readClaims(token: string): Promise<TokenClaims | null> {
    try {
      const options = {
        issuer: this.issuer.url,
        audience: API_AUDIENCE,
        typ: 'at+jwt',
        algorithms: ['ES256'],
      };
      return TokenClaims.parse((await jwtVerify(token, this.signingKeys.current.find, options)).payload);
    } catch {
      return null;
    }
  }
}

const toScopes = (scope: string): Scope[] =>
  scope.split(' ').flatMap((name) => {
    const parsed = Scope.safeParse(name);
    return parsed.success ? [parsed.data] : [];
  });
