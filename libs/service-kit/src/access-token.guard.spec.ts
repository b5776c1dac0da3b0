import type { AppError, Principal } from '@portico/contracts';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AccessTokenGuard, NeedsScope, WithoutToken } from './access-token.guard.js';

const tenantId = '0199d5a0-0000-7000-8000-000000000001';
const connectionId = '0199d5a0-0000-7000-8000-000000000003';

class Door {
  @NeedsScope('sso:read', 'sso:set-up')
  async get(): Promise<void> {}

  @WithoutToken()
  async open(): Promise<void> {}
}

const principal = (kind: Principal['kind']): Principal => ({
  kind,
  subject: 'somebody',
  applicationId: 'dashboard',
  tenantId,
  scopes: [kind === 'set_up' ? 'sso:set-up' : 'sso:read'],
  roles: ['tenant_admin'],
  ...(kind === 'set_up' && { connectionId }),
});

const aRequest = (method: keyof Door): ExecutionContext => {
  const request = { params: { tenantId, connectionId }, get: () => 'Bearer the-token' };
  return {
    switchToHttp: () => ({ getRequest: () => request }),
    getHandler: () => Door.prototype[method],
  } as unknown as ExecutionContext;
};

const outcomeOf = async (guard: AccessTokenGuard, method: keyof Door = 'get'): Promise<string> => {
  try {
    await guard.canActivate(aRequest(method));
    return 'allowed';
  } catch (error) {
    return (error as AppError).code;
  }
};

/** A guard over a bearer who is gone after the first look. */
const overOne = (kind: Principal['kind']): AccessTokenGuard => {
  const answers: (Principal | null)[] = [principal(kind), null];
  return new AccessTokenGuard(new Reflector(), { verify: async () => answers.shift() ?? null });
};

describe(AccessTokenGuard.name, () => {
  it('refuses an operation that names no scope, also one that asks for no token', async () => {
    expect(await outcomeOf(overOne('machine'), 'open')).toBe('scope_insufficient');
  });

  it('refuses whoever has a set-up link as soon as it is revoked', async () => {
    const guard = overOne('set_up');
    expect([await outcomeOf(guard), await outcomeOf(guard)]).toEqual(['allowed', 'token_invalid']);
  });

  it.each(['user', 'machine'] as const)('asks about a %s again after half a minute', async (kind) => {
    const guard = overOne(kind);
    expect([await outcomeOf(guard), await outcomeOf(guard)]).toEqual(['allowed', 'allowed']);
  });
});
