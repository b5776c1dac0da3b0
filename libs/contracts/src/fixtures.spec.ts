import type { z } from 'zod';
import { EVENTS, type EventContract, FactAttributes } from './events.js';
import { readFixtures } from './fixtures.js';

const fixtures = readFixtures();
const named = fixtures.map(
  (fixture) => [`${fixture.type} v${fixture.version} ${fixture.name}`, fixture] as const,
);
const events = Object.values(EVENTS).map((event) => [event.type, event] as const);

const fieldsOf = ({ data }: EventContract): [string, z.ZodType][] =>
  Object.entries((data as z.ZodObject).shape) as [string, z.ZodType][];
const dataOf = ({ type, version }: EventContract): Record<string, unknown>[] =>
  readFixtures(type)
    .filter((fixture) => fixture.version === version)
    .map(({ data }) => data as Record<string, unknown>);

describe('the golden messages', () => {
  it.each(named)('%s fits the contract of today, and has nothing that it does not name', (_, fixture) => {
    const contract = EVENTS[fixture.type]!;
    expect(contract.data.parse(fixture.data)).toEqual(fixture.data);
  });

  it.each(named)('%s has the headers of its event', (_, { type, version, headers }) => {
    expect(headers).toMatchObject({
      'ce-specversion': '1.0',
      'ce-type': type,
      'ce-dataversion': String(version),
      'content-type': 'application/json',
    });
    const attributes = Object.keys(FactAttributes.shape).map((name) => [
      name,
      headers[`ce-${name.toLowerCase()}`],
    ]);
    expect(FactAttributes.safeParse(Object.fromEntries(attributes)).error).toBeUndefined();
  });

  it('have an id each', () => {
    expect(new Set(fixtures.map(({ headers }) => headers['ce-id'])).size).toBe(fixtures.length);
  });

  it.each(events)('of %s show each field that may be missing or null, both ways', (_, event) => {
    const bodies = dataOf(event);
    expect(bodies.length).toBeGreaterThanOrEqual(2);
    for (const [name, field] of fieldsOf(event)) {
      const [none, some] = [
        bodies.filter((body) => body[name] == null),
        bodies.filter((body) => body[name] != null),
      ];
      expect([name, some.length > 0]).toEqual([name, true]);
      if (field.safeParse(undefined).success || field.safeParse(null).success)
        expect([name, none.length > 0]).toEqual([name, true]);
    }
  });
});
