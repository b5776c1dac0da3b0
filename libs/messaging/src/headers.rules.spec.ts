import { SsoConfigChanged } from '@portico/contracts';
import { fact } from './facts.rules.js';
import { readFact, toHeaders } from './headers.rules.js';

const tenantId = '0199d5a0-0000-7000-8000-000000000001';
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const draft = fact(SsoConfigChanged, { tenantId, subject: 'acme', data: SsoConfigChanged.example });
const headers = toHeaders(draft, 'sso-config', traceparent);
const body = JSON.stringify(draft.data);
const read = (changes: Record<string, string>, text = body) =>
  readFact(SsoConfigChanged, { headers: { ...headers, ...changes }, body: text });

describe(readFact.name, () => {
  it.each<[string, Record<string, string>, string]>([
    ['another type', { 'ce-type': 'login.completed' }, body],
    ['another version', { 'ce-dataversion': '2' }, body],
    ['an id that is none', { 'ce-id': '1' }, body],
    ['a tenant that is none', { 'ce-tenantid': 'acme' }, body],
    ['a time that is none', { 'ce-time': 'yesterday' }, body],
    ['a body that is not JSON', {}, '{'],
    ['an empty body', {}, ''],
    ['a body of another shape', {}, '{"version":"7","changed":[]}'],
  ])('refuses %s', (_what, changes, text) => {
    expect(read(changes, text)).toMatchObject({ outcome: 'misfit' });
  });

  it('repeats no value of a message that it refuses', () => {
    const reading = read({}, '{"version":"hunter2","changed":["hunter2"]}');
    expect(JSON.stringify(reading)).not.toContain('hunter2');
  });

  it('reads what was written', () => {
    const { id, time, subject, type, data } = draft;
    const attributes = { id, time, subject, type, tenantId, source: 'portico/sso-config' };
    expect(read({})).toEqual({ outcome: 'fits', fact: { ...attributes, data } });
  });

  it('drops headers and members that it does not know', () => {
    const reading = read({ 'ce-new': '1' }, JSON.stringify({ ...(draft.data as object), later: true }));
    expect(reading).toEqual(read({}));
  });
});

describe(toHeaders.name, () => {
  it('writes CloudEvents 1.0 in binary mode', () => {
    expect(headers).toEqual({
      'ce-specversion': '1.0',
      'ce-id': draft.id,
      'ce-type': 'sso.config.changed',
      'ce-source': 'portico/sso-config',
      'ce-time': draft.time,
      'ce-subject': 'acme',
      'ce-dataversion': '1',
      'ce-tenantid': tenantId,
      traceparent,
      'content-type': 'application/json',
    });
  });
});
