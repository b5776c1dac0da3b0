import { SpanKind } from '@opentelemetry/api';
import type { SpanFacts } from '@portico/service-kit';

/**
 * Spans as OpenTelemetry's conventions for messaging name them: subjects and ids, never a body.
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
const spanOf = (
  operation: { name: string; type: 'send' | 'process' },
  destination: string,
  kind: SpanKind,
): SpanFacts => ({
  name: `${operation.name} ${destination}`,
  kind,
  attributes: {
    'messaging.system': 'nats',
    'messaging.destination.name': destination,
    'messaging.operation.name': operation.name,
    'messaging.operation.type': operation.type,
  },
});

/** A question as its asker sees it, or as whoever answers it. */
export const questionSpan = (
  name: 'ask' | 'answer',
  subject: string,
  kind: SpanKind.CLIENT | SpanKind.SERVER,
): SpanFacts => spanOf({ name, type: name === 'ask' ? 'send' : 'process' }, subject, kind);

/** A fact on its way to the stream. */
export const sendSpan = (event: string, id: string): SpanFacts => {
  const span = spanOf({ name: 'send', type: 'send' }, event, SpanKind.PRODUCER);
  return { ...span, attributes: { ...span.attributes, 'messaging.message.id': id } };
};

/** A fact in the hands of one consumer. */
export const processSpan = (event: string, durable: string): SpanFacts => {
  const span = spanOf({ name: 'process', type: 'process' }, event, SpanKind.CONSUMER);
  return { ...span, attributes: { ...span.attributes, 'messaging.consumer.group.name': durable } };
};
