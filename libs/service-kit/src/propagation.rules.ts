import { type Context, type TextMapPropagator, trace } from '@opentelemetry/api';
import { mayTell, readTraceparent, toTraceparent } from './trace.js';

/** Traces leave by `traceparent` alone, as in NATS headers: `tracestate` and baggage could carry what a browser sent. */
export const propagator: TextMapPropagator = {
  fields: () => ['traceparent'],
  inject: (asked, carrier, setter) => {
    const span = mayTell(asked) ? trace.getSpanContext(asked) : undefined;
    if (span) setter.set(carrier, 'traceparent', toTraceparent(span));
  },
  extract: (asked: Context, carrier, getter) => {
    const given = getter.get(carrier, 'traceparent');
    const parent = readTraceparent(Array.isArray(given) ? given[0] : given);
    return parent ? trace.setSpanContext(asked, parent) : asked;
  },
};
