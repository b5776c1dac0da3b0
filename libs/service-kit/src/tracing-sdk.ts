import type { IncomingMessage } from 'node:http';
import { basename, dirname } from 'node:path';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { ConsoleSpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace';
import { traceparentOf } from './login-trace.rules.js';
import { propagator } from './propagation.rules.js';
import { summaryOf, toSpoken } from './spans.rules.js';

const MANAGEMENT = new Set(['/livez', '/readyz', '/metrics']);

/** A browser sends its cookies and no header of a trace; one that a proxy adds begins anew at every hop. */
const joinLogin = (request: IncomingMessage): void => {
  const traceparent = traceparentOf(request.url ?? '', request.headers.cookie);
  if (traceparent) request.headers['traceparent'] = traceparent;
};

const ignoreIncoming = (request: IncomingMessage): boolean => {
  if (MANAGEMENT.has(request.url ?? '')) return true;
  joinLogin(request);
  return false;
};

const instrumentations = (): NonNullable<ConstructorParameters<typeof NodeSDK>[0]>['instrumentations'] => [
  new HttpInstrumentation({ ignoreIncomingRequestHook: ignoreIncoming, requireParentforOutgoingSpans: true }),
  new PgInstrumentation({
    requireParentSpan: true,
    ignoreConnectSpans: true,
    requestHook: (span, { query: { text } }) => {
      const summary = summaryOf(text);
      span.updateName(summary).setAttribute('db.query.summary', summary);
    },
  }),
  new UndiciInstrumentation({ requireParentforSpans: true }),
];

/** Sends nothing but what spans may say. */
const spoken = (exporter: SpanExporter): SpanExporter => ({
  export: (spans, done) => {
    exporter.export(spans.map(toSpoken), done);
  },
  shutdown: async () => {
    await exporter.shutdown();
  },
  forceFlush: async () => {
    await exporter.forceFlush?.();
  },
});

const exporterOf = async (environment: NodeJS.ProcessEnv): Promise<SpanExporter> => {
  if (environment['OTEL_TRACES_EXPORTER'] === 'console') return new ConsoleSpanExporter();
  const protocol =
    environment['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ?? environment['OTEL_EXPORTER_OTLP_PROTOCOL'];
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter();
};

/** `portico-broker` for `apps/broker/dist/main.js`. */
const serviceOf = (program: string): string => `portico-${basename(dirname(dirname(program)))}`;

/**
 * Starts OpenTelemetry as the OTEL_* variables say; must run before the modules that it watches are loaded. No hook for
 * ES modules: what is watched is loaded by `require` within, and the hook would treble the time of a start.
 */
export const startTracing = async (environment: NodeJS.ProcessEnv, program: string): Promise<void> => {
  new NodeSDK({
    serviceName: environment['OTEL_SERVICE_NAME'] ?? serviceOf(program),
    traceExporter: spoken(await exporterOf(environment)),
    textMapPropagator: propagator,
    // trace.ts has set the one that serves with and without spans.
    contextManager: null as never,
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: instrumentations(),
  }).start();
};
