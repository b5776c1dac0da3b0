import { defaultTextMapSetter, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { propagator } from './propagation.rules.js';
import { summaryOf, toSpoken } from './spans.rules.js';
import { withoutTelling } from './trace.js';
import { context } from '@opentelemetry/api';

describe(toSpoken.name, () => {
  it('says named attributes only, and nothing of an error but that it was one', () => {
    const span = {
      name: 'GET /x',
      attributes: { 'http.route': '/x', 'url.query': '?code=SECRET', 'db.query.text': 'SELECT SECRET' },
      events: [{ name: 'exception', attributes: { 'exception.message': 'SECRET' } }],
      status: { code: 2, message: 'SECRET' },
    };
    const { name, attributes, events, status } = toSpoken(span as never);
    expect({ name, attributes, events, status }).toEqual({
      name: 'GET /x',
      attributes: { 'http.route': '/x' },
      events: [],
      status: { code: 2 },
    });
  });
});

describe(summaryOf.name, () => {
  it.each([
    ["SELECT a FROM login WHERE b = 'x'", 'SELECT login'],
    [
      'BEGIN; SELECT set_config($1, $2, true); UPDATE login SET x = 1; INSERT INTO "session" (a) VALUES ($1); COMMIT',
      'UPDATE login, INSERT session',
    ],
    ['COMMIT', 'COMMIT'],
    ['', 'SQL'],
  ])('%j is %s', (text, summary) => {
    expect(summaryOf(text)).toBe(summary);
  });
});

describe('the propagator', () => {
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
  const within = trace.setSpanContext(ROOT_CONTEXT, span);
  const told = (): Record<string, string> => {
    const carrier = {};
    propagator.inject(context.active(), carrier, defaultTextMapSetter);
    return carrier;
  };

  it('tells the trace to other services', () => {
    expect(context.with(within, told)).toEqual({ traceparent: `00-${span.traceId}-${span.spanId}-01` });
  });

  it('tells strangers nothing', () => {
    expect(context.with(within, () => withoutTelling(told))).toEqual({});
  });
});
