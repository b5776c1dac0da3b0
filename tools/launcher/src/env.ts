import { delimiter } from 'node:path';

/** What the launcher takes from the environment of the person who calls it. */
export interface LauncherEnvironment {
  /** A running PostgreSQL, as its superuser. */
  databaseUrl?: string;
  /** A running NATS with JetStream. */
  natsUrl?: string;
  natsServerBin?: string;
  chromiumBin?: string;
  prometheusBin?: string;
  /** The folders where programs are looked for. */
  path: string[];
  /** Only what a started process needs to run at all; never the caller's addresses or credentials. */
  passedOn: Record<string, string>;
  /** The same and the ways to the network, for programs that download. */
  installing: Record<string, string>;
}

const PASSED_ON = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'NODE_EXTRA_CA_CERTS',
  'LOG_LEVEL',
  'CI',
  // Where the browser tests leave what they saw.
  'PORTICO_SCREENSHOTS',
];

/** Where traces go, and how: OpenTelemetry's own names. */
const FOR_TRACES = /^OTEL_\w+$/;

const FOR_DOWNLOADS = /^(npm_config_\w+|https?_proxy|no_proxy)$/i;

export const readLauncherEnvironment = (source: NodeJS.ProcessEnv = process.env): LauncherEnvironment => ({
  databaseUrl: source.DATABASE_URL || undefined,
  natsUrl: source.NATS_URL || undefined,
  natsServerBin: source.NATS_SERVER_BIN || undefined,
  chromiumBin: source.CHROMIUM_BIN || undefined,
  prometheusBin: source.PROMETHEUS_BIN || undefined,
  path: (source.PATH ?? '').split(delimiter).filter(Boolean),
  passedOn: pick(source, (name) => PASSED_ON.includes(name) || FOR_TRACES.test(name)),
  installing: pick(source, (name) => PASSED_ON.includes(name) || FOR_DOWNLOADS.test(name)),
});

const pick = (source: NodeJS.ProcessEnv, wanted: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(
    Object.entries(source).flatMap(([name, value]) =>
      value !== undefined && wanted(name) ? [[name, value]] : [],
    ),
  );
