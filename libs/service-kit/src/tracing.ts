// Loaded before a service by `node --import`. Without a setting that wants traces it costs a look at three variables.
// eslint-disable-next-line no-restricted-properties -- before a service reads its environment, and OpenTelemetry reads its own
const { env } = process;
const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_TRACES_EXPORTER } = env;
const wanted = OTEL_TRACES_EXPORTER ?? OTEL_EXPORTER_OTLP_ENDPOINT ?? OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;

if (wanted && wanted !== 'none') {
  const { startTracing } = await import('./tracing-sdk.js');
  await startTracing(env, process.argv[1] ?? '');
}

export {};
