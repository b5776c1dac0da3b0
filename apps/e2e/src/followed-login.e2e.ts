import { randomBytes } from 'node:crypto';
import { eventually } from './eventually.js';
import { house } from './house.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';
import { type ReceivedSpan, SpanReceiver } from './spans.js';

const EMAIL = 'agent@acme.example';
const PASSWORD = 'portico-demo';

const receiver = new SpanReceiver();
beforeAll(async () => {
  await receiver.open(house.spansPort ?? 0);
});
afterAll(() => {
  receiver.close();
});

/** Brings a sampled trace to the first hop of its login, as an ingress that samples would, and to no other. */
class FollowedBrowser extends HttpBrowser {
  readonly traceId = randomBytes(16).toString('hex');
  readonly rootId = randomBytes(8).toString('hex');
  readonly seen: string[] = [];

  override async get(url: string, headers: Record<string, string> = {}): Promise<Page> {
    this.seen.push(url);
    const isFirst = new URL(url).pathname === '/oauth2/authorize';
    return await super.get(url, {
      ...headers,
      ...(isFirst && { traceparent: `00-${this.traceId}-${this.rootId}-01` }),
    });
  }
}

const spansOf = ({ traceId }: FollowedBrowser): ReceivedSpan[] =>
  receiver.spans.filter((span) => span.traceId === traceId);

const hasNamed = (spans: ReceivedSpan[], service: string, name: RegExp): boolean =>
  spans.some((span) => span.service === service && name.test(span.name));

/** Everything of a login that is nobody else's: what its addresses carried, and what was typed. */
const secretsOf = ({ seen }: FollowedBrowser): string[] => {
  const urls = seen.map((url) => new URL(url));
  const values = urls.flatMap(({ searchParams }) => [...searchParams.values()]);
  const segments = urls
    .flatMap(({ pathname }) => pathname.split('/'))
    .filter((part) => /^[\w-]{20,}$/.test(part));
  const long = values.filter((value) => value.length >= 8 && !/^[a-z_]+$/.test(value));
  return [...new Set([EMAIL, PASSWORD, '?', ...long, ...segments])];
};

/** Waits until no process has anything left to send. */
const settled = async (): Promise<void> => {
  for (let before = -1; before !== receiver.spans.length;) {
    before = receiver.spans.length;
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
};

describe('a login that is followed', () => {
  const browser = new FollowedBrowser();

  it('is one trace from the first hop to the fact about it, over broker, identity, PostgreSQL and NATS', async () => {
    expect(isSignedIn(await browser.signInWithSso({ house, email: EMAIL }))).toBe(true);
    const looked = [
      ['portico-broker', /^send login\.completed$/],
      ['portico-broker', /^GET \/oauth2\/authorize$/],
      ['portico-broker', /^POST \/login\/:uid\/sso$/],
      ['portico-broker', /^GET \/oauth2\/idpresponse\/:connectionId$/],
      ['portico-broker', /^GET \/oauth2\/authorize\/:uid$/],
      ['portico-broker', /^POST$/],
      ['portico-broker', /^ask ask\.identity\.resolve$/],
      ['portico-broker', /UPDATE login/],
      ['portico-identity', /^answer ask\.identity\.resolve$/],
    ] as const;
    const missing = (): RegExp[] =>
      looked.flatMap(([service, name]) => (hasNamed(spansOf(browser), service, name) ? [] : [name]));
    // Each process sends its own, now and then.
    await eventually(async () => await Promise.resolve(missing().length === 0)).catch(() => undefined);
    expect(missing()).toEqual([]);
    await settled();
    const spans = spansOf(browser);
    const asked = spans.filter(({ attributes }) => attributes.some(({ key }) => key === 'db.query.summary'));
    expect([...new Set(asked.map(({ service }) => service))].sort()).toEqual([
      'portico-broker',
      'portico-identity',
    ]);
  }, 30_000);

  it('is one tree: every span has its parent in it', () => {
    const spans = spansOf(browser);
    const known = new Set([browser.rootId, ...spans.map(({ spanId }) => spanId)]);
    expect(spans.filter(({ parentSpanId }) => !known.has(parentSpanId ?? ''))).toEqual([]);
  });

  it('says nothing of what its addresses carried and nothing of who signed in', () => {
    expect(receiver.text.length).toBeGreaterThan(1000);
    expect(secretsOf(browser).length).toBeGreaterThan(8);
    expect(secretsOf(browser).filter((secret) => receiver.text.includes(secret))).toEqual([]);
  });
});

describe('a login that nobody follows', () => {
  it('makes no span and sets no cookie of a trace', async () => {
    await settled();
    const before = receiver.spans.length;
    const browser = new HttpBrowser();
    const screen1 = await browser.openPhone(house);
    expect(browser.cookies.headerFor(screen1.url)).not.toContain('_trace');
    expect(isSignedIn(await browser.submitPassword(screen1, 'admin@acme.example'))).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(receiver.spans.length).toBe(before);
  });
});
