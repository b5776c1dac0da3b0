import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { house } from './house.js';
import { HttpBrowser, isSignedIn } from './http-browser.js';

interface Figure {
  name: string;
  type: string;
  labels: Record<string, string[] | string>;
}

interface Sample {
  figure: string;
  labels: Record<string, string>;
}

const figures = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../docs/metrics.json'), 'utf8'),
) as Figure[];
const byName = new Map(figures.map((figure) => [figure.name, figure]));

/** What keeps labels few whose values cannot all be named beforehand. */
const SHAPES: Record<string, RegExp> = {
  route: /^(other|\/[a-zA-Z0-9_:.*/-]{0,80})$/,
  status: /^[1-5]\d\d$/,
  kid: /^[\w-]{8,64}$/,
};

const SAMPLE = /^(portico_[a-z_]+)(?:\{(.*)\})? \S+$/gm;
const LABEL = /([a-z]+)="([^"]*)"/g;

const readSamples = (text: string): Sample[] =>
  [...text.matchAll(SAMPLE)].map(([, name = '', labels = '']) => ({
    figure: byName.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ''),
    labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, label, value]) => [label, value])),
  }));

const faultOf = ({ figure, labels }: Sample): string | undefined => {
  const known = byName.get(figure);
  if (!known) return `${figure} is not in docs/metrics.json`;
  for (const [label, value] of Object.entries(labels)) {
    if (label === 'le' && known.type === 'histogram') continue;
    const values = known.labels[label];
    const fits = Array.isArray(values) ? values.includes(value) : values && SHAPES[label]?.test(value);
    if (!fits) return `${figure}{${label}="${value}"}`;
  }
  return undefined;
};

const scrape = async (name: string): Promise<string> =>
  await (await fetch(`${house.management[name] ?? ''}/metrics`)).text();

describe('the figures of a whole house', () => {
  let texts: string[];
  beforeAll(async () => {
    expect(isSignedIn(await new HttpBrowser().signInWithSso({ house, email: 'agent@acme.example' }))).toBe(
      true,
    );
    await new HttpBrowser().signInWithPassword({ house, email: 'admin@acme.example', password: 'wrong' });
    texts = await Promise.all(Object.keys(house.management).map(scrape));
  });

  it('have labels of closed sets alone', () => {
    const samples = texts.flatMap(readSamples);
    expect(samples.length).toBeGreaterThan(200);
    expect([...new Set(samples.map(faultOf))].filter(Boolean)).toEqual([]);
  });

  it('name no tenant and no person', () => {
    const ids = [...Object.values(house.seeded.tenants), '@acme', 'acme'];
    expect(ids.filter((id) => texts.some((text) => text.includes(id)))).toEqual([]);
  });

  it('stay few', () => {
    for (const text of texts) expect(readSamples(text).length).toBeLessThan(4000);
  });

  it('count the logins that have just ended, and where', () => {
    const logins = texts.flatMap(readSamples).filter(({ figure }) => figure === 'portico_logins_total');
    expect(logins.map(({ labels }) => labels)).toEqual(
      expect.arrayContaining([
        { result: 'completed', code: 'none', method: 'sso', provider: 'keycloak', hop: 'application' },
        {
          result: 'failed',
          code: expect.stringMatching(/^credentials_/),
          method: 'password',
          provider: 'none',
          hop: 'authorize',
        },
      ]),
    );
  });
});
