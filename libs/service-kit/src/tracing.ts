// Loaded before a service by `node --import`. Without a setting that wants traces it costs a look at two variables.
const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_TRACES_EXPORTER } = process.env;
const wanted = OTEL_TRACES_EXPORTER ?? OTEL_EXPORTER_OTLP_ENDPOINT ?? OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;

if (wanted && wanted !== 'none') {
  const { startTracing } = await import('./tracing-sdk.js');
  await startTracing(process.env, process.argv[1] ?? '');
}

export {};
