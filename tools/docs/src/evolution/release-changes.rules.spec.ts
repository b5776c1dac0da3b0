/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-call -- documents are changed at will here */
import { join } from 'node:path';
import { readFixtures } from '@portico/contracts/fixtures';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readReleased, releaseOf } from './release.ts';
import { findBrokenPromises, type Release } from './release-changes.rules.ts';

type Loose = any;

const root = join(import.meta.dirname, '../../../..');
const today = releaseOf(root);
const released = readReleased(root);

/** What is said of today's contracts with a change. */
const after = (change: (release: Loose) => void): string => {
  const changed = structuredClone(today) as Loose;
  change(changed);
  return findBrokenPromises(today, changed as Release).join('\n');
};
const login = (release: Loose): Loose => release.events['login.completed'].schema;
const users = (release: Loose): Loose => release.apis.identity.paths['/v1/tenants/{tenantId}/users'];
const schemaOf = (release: Loose, name: string): Loose => release.apis.identity.components.schemas[name];

type Breaks = [what: string, change: (release: Loose) => void, said: string];

describe(findBrokenPromises.name, () => {
  it.each<Breaks>([
    [
      'an event that is gone',
      (now) => delete now.events['user.linked'],
      'user.linked was removed or renamed',
    ],
    ['a version that goes up in its place', (now) => (now.events['user.linked'].version = 2), 'and is 2'],
    [
      'a field that is gone',
      (now) => delete login(now).properties.reference,
      '/reference was removed or renamed',
    ],
    [
      'a field of another name',
      (now) => {
        login(now).properties.loginReference = login(now).properties.reference;
        delete login(now).properties.reference;
      },
      '/reference was removed or renamed',
    ],
    [
      'a new field that is required',
      (now) => {
        login(now).properties.ip = { type: 'string' };
        login(now).required.push('ip');
      },
      '/ip is new and required',
    ],
    [
      'an optional field that is required',
      (now) => login(now).required.push('provider'),
      '/provider is now required',
    ],
    [
      'a required field that may be missing',
      (now) => (login(now).required = login(now).required.filter((name: string) => name !== 'userId')),
      '/userId may now be missing',
    ],
    [
      'another type',
      (now) => (login(now).properties.applicationId = { type: 'integer' }),
      'was string and is integer',
    ],
    [
      'a field that may be null',
      (now) => (login(now).properties.userId.type = ['string', 'null']),
      '/userId may now be null',
    ],
    [
      'a field that is never null',
      (now) => (login(now).properties.externalId.type = 'string'),
      'is never null any more',
    ],
    [
      'a length',
      (now) => (login(now).properties.applicationId.maxLength = 10),
      'has maxLength 10 instead of none',
    ],
    [
      'another pattern',
      (now) => (login(now).properties.reference.pattern = '^[A-Z]+$'),
      '/reference has pattern',
    ],
    [
      'an enumeration with a value less',
      (now) => (login(now).properties.method.anyOf[0].enum = ['sso', 'password']),
      '/method has no value "recovery" any more',
    ],
    [
      'other fields refused',
      (now) => (login(now).additionalProperties = false),
      'takes no other fields any more',
    ],
  ])('refuses for an event: %s', (_, change, said) => {
    expect(after(change)).toContain(said);
    expect(after(change)).toMatch(/Leave \S+ version 1 as it was, and publish \S+\.v2 beside it/);
  });

  it.each<Breaks>([
    ['an API', (now) => delete now.apis.broker, 'The API of broker was removed'],
    ['an operation', (now) => delete users(now).post, 'POST /v1/tenants/{tenantId}/users was removed'],
    ['its name', (now) => (users(now).post.operationId = 'createUser'), 'operationId was addUser'],
    [
      'another scope',
      (now) => (users(now).post.security = [{ portico: ['applications:write'] }]),
      'needs the scope applications:write',
    ],
    [
      'a parameter',
      (now) =>
        (users(now).get.parameters = users(now).get.parameters.filter((one: Loose) => one.name !== 'limit')),
      'the parameter limit was removed',
    ],
    [
      'a new parameter that is required',
      (now) =>
        users(now).get.parameters.push({
          name: 'why',
          in: 'query',
          required: true,
          schema: { type: 'string' },
        }),
      'the parameter why is new and required',
    ],
    [
      'a new field of a request that is required',
      (now) => {
        schemaOf(now, 'CreateUser').properties.phone = { type: 'string' };
        schemaOf(now, 'CreateUser').required.push('phone');
      },
      'its body: /phone is new and required',
    ],
    [
      'a field of a request',
      (now) => delete schemaOf(now, 'CreateUser').properties.externalId,
      'its body: /externalId was removed',
    ],
    [
      'a shorter field of a request',
      (now) => (schemaOf(now, 'CreateUser').properties.name.maxLength = 20),
      'has maxLength 20 instead of 200',
    ],
    [
      'another default of a request',
      (now) => (schemaOf(now, 'CreateUser').properties.roles.default = ['tenant_admin']),
      'has default ["tenant_admin"]',
    ],
    [
      'a field of an answer',
      (now) => delete schemaOf(now, 'User').properties.passwordSet,
      '/passwordSet was removed',
    ],
    [
      'a field of an answer that may be missing',
      (now) =>
        (schemaOf(now, 'User').required = schemaOf(now, 'User').required.filter((n: string) => n !== 'name')),
      '/name may now be missing',
    ],
    [
      'another status',
      (now) => {
        users(now).post.responses['200'] = users(now).post.responses['201'];
        delete users(now).post.responses['201'];
      },
      'does not answer 201 any more',
    ],
    [
      'another media type',
      (now) => {
        const { content } = users(now).get.responses['200'];
        content['application/xml'] = content['application/json'];
        delete content['application/json'];
      },
      'is never application/json any more',
    ],
    [
      'a scope',
      (now) => (now.scopes = now.scopes.filter((scope: string) => scope !== 'sso:mend')),
      'sso:mend was removed',
    ],
  ])('refuses for an API: %s', (_, change, said) => {
    expect(after(change)).toContain(said);
    expect(after(change)).toContain('Inside /v1 nothing is taken away');
  });

  it.each<Breaks>([
    ['is gone', (now) => delete now.codes.user_unknown, 'user_unknown was removed or renamed'],
    ['has another status', (now) => (now.codes.user_unknown.status = 404), 'had the status 403 and has 404'],
    [
      'is another one of OAuth',
      (now) => (now.codes.user_unknown.oauth = 'invalid_grant'),
      'and is invalid_grant',
    ],
  ])('refuses an error code that %s', (_, change, said) => {
    expect(after(change)).toContain(said);
    expect(after(change)).toContain('bring it back');
  });

  it.each<Breaks>([
    ['is gone', (now) => delete now.fixtures['login.completed/v1/by-sso'], 'by-sso was removed'],
    ['was changed', (now) => (now.fixtures['login.completed/v1/by-sso'] = 'other'), 'by-sso was changed'],
  ])('refuses a golden message that %s', (_, change, said) => {
    expect(after(change)).toContain(said);
  });

  it('takes what is only added', () => {
    const added = after((now) => {
      now.events['user.renamed'] = now.events['user.linked'];
      login(now).properties.ip = { type: 'string' };
      login(now).properties.method.anyOf[0].enum.push('passkey');
      now.apis.broker.paths['/v1/new'] = users(now);
      users(now).get.parameters.push({ name: 'why', in: 'query', schema: { type: 'string' } });
      schemaOf(now, 'CreateUser').properties.phone = { type: 'string' };
      schemaOf(now, 'CreateUser').properties.name.maxLength = 300;
      schemaOf(now, 'User').properties.phone = { type: 'string' };
      schemaOf(now, 'User').required.push('phone');
      now.codes.moon_phase_wrong = { status: 403, oauth: null };
      now.scopes.push('moon:read');
      now.fixtures['login.completed/v1/by-moonlight'] = 'hash';
    });
    expect(added).toBe('');
  });
});

describe('the contracts of today', () => {
  it('keep every promise of the last release', () => {
    expect(findBrokenPromises(released, today)).toEqual([]);
  });

  const ajv = addFormats.default(new Ajv.default({ strictTypes: false }));
  const validators = Object.entries(today.events).map(
    ([type, { schema }]) => [type, ajv.compile(schema)] as const,
  );

  it.each(validators)(
    'have a JSON Schema of %s that every golden message fits, and one with more in it',
    (type, fits) => {
      for (const { name, data } of readFixtures(type))
        for (const body of [data, { ...(data as object), addedLater: 1 }])
          expect([name, fits(body), fits.errors]).toEqual([name, true, null]);
      expect(fits({})).toBe(false);
    },
  );
});
