import { jest } from '@jest/globals';
import { DIFFERENCES } from './differences.fixture.js';
import { runModule } from './module.fixture.js';
import { type Op, startOp } from './op.fixture.js';
import { committedReport, PLANS, type Result, toReport, toResult } from './results.fixture.js';

jest.setTimeout(60_000);

let op: Op;
const found = new Map<string, Result>();
beforeAll(async () => {
  op = await startOp();
});
afterAll(async () => {
  await op.stop();
});

describe.each(PLANS)('$profile ($name)', ({ modules }) => {
  it.each(modules)(
    '$name ends as the page says, and gives a reason where it does not pass',
    async (module) => {
      const result = toResult(module, await runModule(module, op));
      found.set(module.name, result);
      const passes = result.outcome === 'passed' || result.outcome === 'review';
      expect({ ...result, givesReason: module.because !== undefined }).toEqual({
        ...result,
        givesReason: !passes,
      });
    },
  );
});

describe('what the modules take for granted', () => {
  it.each(DIFFERENCES)('$name', async ({ seen, expected }) => {
    expect(await seen(op)).toEqual(expected);
  });
});

describe('the doors of the provider', () => {
  it('answers 404 where it has no route, and to a form that is too long', async () => {
    const post = async (address: string, body: string) =>
      (await fetch(op.local(address), { method: 'POST', body: new URLSearchParams({ body }) })).status;
    expect(await post('/.well-known/openid-configuration', 'x')).toBe(404);
    expect(await post('/oauth2/authorize', 'x'.repeat(9000))).toBe(404);
  });

  it('takes the request to sign out by POST too', async () => {
    const { status, headers } = await op.browser().post('/logout', { state: 'a b' });
    expect([status, headers.get('location')]).toEqual([303, '/logout?state=a+b']);
  });
});

describe('docs/conformance.json', () => {
  it('is what was found; `npm run conformance` writes it', () => {
    const report = JSON.parse(JSON.stringify(toReport(found))) as unknown;
    expect(committedReport(report)).toEqual(report);
  });
});
