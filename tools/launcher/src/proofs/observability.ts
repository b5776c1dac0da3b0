import type { Proof } from './proof.ts';

const kit = 'libs/service-kit/src';

/** What leaves the house for those who watch it. */
export const OBSERVABILITY: Proof[] = [
  {
    defence: 'a span says only what is on the list, whatever an instrumentation records',
    file: `${kit}/spans.rules.ts`,
    text: 'filter(([name]) => SPOKEN_ATTRIBUTES.has(name))',
    replacement: 'filter(([name]) => name)',
    tests: `${kit}/spans.rules`,
    name: 'says named attributes only',
  },
  {
    defence: 'no message of an error leaves with a span',
    file: `${kit}/spans.rules.ts`,
    text: 'events: { value: [] },',
    replacement: '',
    tests: `${kit}/spans.rules`,
    name: 'says named attributes only',
  },
  {
    defence: 'no text of a failure leaves with a span',
    file: `${kit}/spans.rules.ts`,
    text: 'status: { value: { code: span.status.code } },',
    replacement: '',
    tests: `${kit}/spans.rules`,
    name: 'says named attributes only',
  },
  {
    defence: 'identity providers and applications do not learn of a trace',
    file: `${kit}/trace.ts`,
    text: 'asked.getValue(WITHIN_THE_HOUSE) !== true',
    replacement: "asked.getValue(WITHIN_THE_HOUSE) !== 'never'",
    tests: `${kit}/spans.rules`,
    name: 'tells strangers nothing',
  },
  {
    defence: 'a cookie that is no trace names none',
    file: `${kit}/login-trace.rules.ts`,
    text: 'return readTraceparent(traceparent) && traceparent;',
    replacement: 'return traceparent;',
    tests: `${kit}/login-trace.rules`,
    name: 'finds none for nonsense',
  },
];
