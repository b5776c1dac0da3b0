import { EVENTS, type EventContract, LoginCompleted, SsoConfigChanged } from '@portico/contracts';
import { z } from 'zod';
import { fact, findUnknownKeys } from './facts.rules.js';

const tenantId = '0199d5a0-0000-7000-8000-000000000001';
const of = (data: unknown, subject = tenantId) =>
  fact(SsoConfigChanged, { tenantId, subject, data: data as z.input<typeof SsoConfigChanged.data> });

describe(fact.name, () => {
  it('refuses data that does not fit the contract', () => {
    expect(() => of({ version: 0, changed: ['tenant'] })).toThrow(z.ZodError);
  });

  it('refuses data that the contract does not name', () => {
    const extra = { ...LoginCompleted.example, accessToken: 'x' };
    expect(() => fact(LoginCompleted, { tenantId, subject: tenantId, data: extra })).toThrow(
      'login.completed does not name accessToken',
    );
  });

  it.each(['', 'two words', 'a\r\nce-id: b', 'ä'])('refuses the subject %j', (subject) => {
    expect(() => of({ version: 1, changed: ['tenant'] }, subject)).toThrow('printable ASCII');
  });

  it.each(Object.values(EVENTS).map((contract) => [contract.type, contract] as const))(
    'makes %s from its example, with an id and a time of its own',
    (type, contract: EventContract) => {
      const draft = fact(contract, { tenantId, subject: tenantId, data: contract.example });
      expect(draft).toMatchObject({ type, version: contract.version, tenantId, data: contract.example });
      expect(draft.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      expect(Date.now() - Date.parse(draft.time)).toBeLessThan(1000);
    },
  );
});

describe(findUnknownKeys.name, () => {
  it('finds them at every depth, and passes over undefined', () => {
    const given = { a: 1, b: [{ c: 1, d: 2 }], e: undefined, f: null };
    expect(findUnknownKeys(given, { a: 1, b: [{ c: 1 }], f: null })).toEqual(['b.0.d']);
  });
});

describe('the contracts of facts', () => {
  const namesIn = (schema: unknown): string[] =>
    schema === null || typeof schema !== 'object'
      ? []
      : Object.entries(schema).flatMap(([key, value]) => [
          ...(key === 'properties' ? Object.keys(value as object) : []),
          ...namesIn(value),
        ]);

  it.each(Object.values(EVENTS).map((contract) => [contract.type, contract] as const))(
    'I06 name no secret, token, password or claim in %s',
    (_type, { data }: EventContract) => {
      const secret = /secret|token|password|cookie|verifier|nonce|state$|assertion|claims/i;
      expect(namesIn(z.toJSONSchema(data)).filter((name) => secret.test(name))).toEqual([]);
    },
  );
});
