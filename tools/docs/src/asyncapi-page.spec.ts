import { createRequire } from 'node:module';
import { jest } from '@jest/globals';
import { EVENTS, PARTICIPANTS } from '@portico/contracts';
import { parse } from 'yaml';
import { renderAsyncApi } from './asyncapi-page.ts';

/** Of what the parser offers, only its verdict. */
interface Validator {
  parse: (document: string) => Promise<{ diagnostics: { path: (string | number)[]; message: string }[] }>;
}

// Its ES modules import folders, which Node does not know.
const { Parser } = createRequire(import.meta.url)('@asyncapi/parser') as { Parser: new () => Validator };

const text = renderAsyncApi()['docs/asyncapi.yaml']!;

const faultsOf = async (document: string): Promise<string[]> =>
  (await new Parser().parse(document)).diagnostics.map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

jest.setTimeout(30_000);

describe(renderAsyncApi.name, () => {
  it.each([
    ['an action that there is not', 'action: send', 'action: shout', 'action'],
    ['a channel that is not there', '"#/channels/userLinked"', '"#/channels/userMarried"', 'userMarried'],
    ['a payload that is no schema', 'type: object', 'type: thing', 'type'],
  ])('would be refused with %s', async (_, here, there, named) => {
    expect(text).toContain(here);
    expect((await faultsOf(text.replace(here, there))).join()).toContain(named);
  });

  it('is valid AsyncAPI 3, without a warning', async () => {
    expect(await faultsOf(text)).toEqual([]);
  });

  it('has every fact, and no question', () => {
    const { channels, operations } = parse(text) as Record<string, Record<string, { address?: string }>>;
    expect(Object.values(channels!).map(({ address }) => address)).toEqual(Object.keys(EVENTS));
    expect(Object.keys(operations!)).toHaveLength(Object.keys(EVENTS).length);
    const questions = Object.values(PARTICIPANTS).flatMap(({ answers }) =>
      answers.map(({ subject }) => subject),
    );
    expect(questions.filter((subject) => text.includes(subject))).toEqual([]);
  });
});
