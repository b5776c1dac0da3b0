import { z } from 'zod';
import { API_EXAMPLES } from './api/examples.js';
import { CODES } from './codes.js';
import { EVENTS } from './events.js';
import { durableName, FACTS_SUBJECTS, PARTICIPANTS } from './participants.js';

const events = Object.values(EVENTS);
const participants = Object.entries(PARTICIPANTS);
const SECRET_NAME = /secret|password|token|code_verifier|credential|cookie/i;

const namesIn = (schema: unknown): string[] => {
  if (schema === null || typeof schema !== 'object') return [];
  const { properties, ...rest } = schema as Record<string, unknown>;
  const own = properties && typeof properties === 'object' ? Object.keys(properties) : [];
  return [...own, ...[properties, ...Object.values(rest)].flatMap(namesIn)];
};

describe('the events', () => {
  it.each(events.map((event) => [event.type, event] as const))(
    '%s is named by a noun and a past participle',
    (type) => {
      expect(type).toMatch(/^[a-z]+(\.[a-z]+)?\.[a-z]+ed(\.v[2-9])?$/);
    },
  );

  it.each(events.map((event) => [event.type, event] as const))(
    'I06 %s has no field for a secret',
    (_, event) => {
      expect(namesIn(z.toJSONSchema(event.data)).filter((name) => SECRET_NAME.test(name))).toEqual([]);
    },
  );

  it.each(events.map((event) => [event.type, event] as const))('%s fits its own example', (_, event) => {
    expect(event.data.safeParse(event.example).success).toBe(true);
  });

  it.each(events.map((event) => [event.type, event] as const))(
    '%s has a body that a stock Nest subscriber does not take for its own',
    (_, event) => {
      const names = Object.keys(event.example as object);
      expect(names).not.toContain('data');
      expect(names).not.toContain('pattern');
    },
  );

  it.each(events.map((event) => [event.type, event] as const))(
    '%s is published by exactly one service and kept by the stream',
    (type, event) => {
      expect(participants.filter(([, { publishes }]) => publishes.includes(event))).toHaveLength(1);
      expect(FACTS_SUBJECTS.some((subject) => type.startsWith(subject.replace('>', '')))).toBe(true);
    },
  );
});

describe('the questions', () => {
  const answered = participants.flatMap(([service, { answers }]) =>
    answers.map((question) => [question.subject, service] as const),
  );

  it.each(answered)('%s is answered by the service that it names', (subject, service) => {
    expect(subject.startsWith(`ask.${service}.`)).toBe(true);
  });

  it('are answered once each, and asked by somebody', () => {
    const subjects = answered.map(([subject]) => subject);
    const asked = new Set(participants.flatMap(([, { asks }]) => asks.map(({ subject }) => subject)));
    expect(new Set(subjects).size).toBe(subjects.length);
    expect([...asked].sort()).toEqual([...subjects].sort());
  });

  it('are covered by no subject of the stream', () => {
    expect(FACTS_SUBJECTS.filter((subject) => subject.startsWith('ask') || subject === '>')).toEqual([]);
  });
});

describe('durables', () => {
  it('have names without a dot, which NATS does not allow', () => {
    for (const [service, { consumes }] of participants) {
      for (const event of consumes) expect(durableName(service, event)).toMatch(/^[a-z-]+--[a-z-]+$/);
    }
  });
});

describe('the error catalogue', () => {
  const entries = Object.entries(CODES);

  it.each(entries)(
    '%s tells people what to do in one or two plain sentences',
    (code, { userText, adminText, status }) => {
      expect(code).toMatch(/^[a-z][a-z_]*[a-z]$/);
      for (const text of [userText, adminText]) expect(text).toMatch(/^["A-Za-z].*\.$/);
      expect(userText).not.toMatch(/oops|token|oauth|jwt|null|undefined/i);
      expect(status).toBeGreaterThanOrEqual(400);
    },
  );
});

describe('the examples of the APIs', () => {
  it.each(API_EXAMPLES.map(([schema, example], index) => [index, schema, example] as const))(
    'number %d fits its schema',
    (_, schema, example) => {
      expect(schema.safeParse(example).error).toBeUndefined();
    },
  );
});
