import { createHash } from 'node:crypto';
import { AppError, Id, type Principal, type Scope } from '@portico/contracts';
import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  type CustomDecorator,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { checkAccess, type Place } from './access.rules.js';

/** Where `@NeedsScope` keeps the scope. */
export const SCOPE = 'portico:scope';
const REMEMBERED_MS = 30_000;
const REMEMBERED_AT_MOST = 10_000;

/** Who bears a token; the broker looks itself, other services ask it (`ask.broker.verify-token`). */
export abstract class TokenVerifier {
  /** The bearer, or null for a token that is not valid now. */
  abstract verify(token: string): Promise<Principal | null>;
}

/** The scopes of which an operation needs one; the guard refuses an operation that names none. */
export const NeedsScope = (...scopes: [Scope, ...Scope[]]): CustomDecorator => SetMetadata(SCOPE, scopes);

/** Where `@WithoutToken` says so. */
export const WITHOUT_TOKEN = 'portico:without-token';

/**
 * On an operation that asks for no bearer token, because its body holds the only credential there is. It stands behind
 * no guard: `AccessTokenGuard` refuses it, as every operation that names no scope.
 */
export const WithoutToken = (): CustomDecorator => SetMetadata(WITHOUT_TOKEN, true);

/** A request whose bearer the guard has verified. */
export type AuthorizedRequest = Request & { principal?: Principal };

/** The verified bearer of the request. */
export const Bearer = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthorizedRequest>();
  if (!principal) throw new AppError('token_invalid');
  return principal;
});

/** Lets a request pass whose bearer token carries the operation's scope for the tenant in the path. */
@Injectable()
export class AccessTokenGuard implements CanActivate {
  private readonly remembered = new Map<string, { principal: Principal; until: number }>();

  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthorizedRequest>();
    const scopes = this.reflector.get<Scope[] | undefined>(SCOPE, context.getHandler());
    if (!scopes) throw new AppError('scope_insufficient', { detail: 'the operation names no scope' });
    request.principal = await this.principalOf(readBearerToken(request));
    checkAccess(request.principal, scopes, readPlace(request));
    return true;
  }

  private async principalOf(token: string): Promise<Principal> {
    const key = createHash('sha256').update(token).digest('base64url');
    const known = this.remembered.get(key);
    if (known && known.until > Date.now()) return known.principal;
    const principal = await this.tokens.verify(token);
    if (!principal) throw new AppError('token_invalid');
    // A set-up link that is revoked ends what is done with it at once, and not half a minute later.
    if (principal.kind === 'set_up') return principal;
    if (this.remembered.size >= REMEMBERED_AT_MOST) this.remembered.clear();
    this.remembered.set(key, { principal, until: Date.now() + REMEMBERED_MS });
    return principal;
  }
}

const readBearerToken = (request: Request): string => {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.get('authorization') ?? '')?.[1];
  if (!token) throw new AppError('token_invalid', { detail: 'no bearer token' });
  return token;
};

const readPlace = (request: Request): Place => {
  const { tenantId, connectionId } = request.params;
  if (tenantId === undefined) return {};
  const parsed = Id.safeParse(tenantId);
  if (!parsed.success) throw new AppError('not_found', { detail: 'the tenant id is not an id' });
  return { tenantId: parsed.data, ...(typeof connectionId === 'string' && { connectionId }) };
};
