import type { KeySet } from '@portico/secrets';
import type { GoogleClient } from '../settings/platform-google.js';
import type { LookupAll } from './guarded-connector.client.js';

/** How long the outside world may take, and how long old knowledge about it serves. */
export interface UpstreamTimes {
  /** Connection and response headers. */
  headersMs: number;
  /** Everything that an application's own server may take to answer. */
  applicationMs: number;
  /** One request, body included; also everything that one login asks of its IdP. */
  totalMs: number;
  /** A discovery document older than this is fetched again before it is used. */
  freshMs: number;
  /** Where it cannot be fetched, the old one serves until this age; key sets too. */
  staleMs: number;
  /** After a failed fetch the old one serves this long before the next try. */
  pauseMs: number;
}

const TIMES: UpstreamTimes = {
  headersMs: 5_000,
  applicationMs: 2_500,
  totalMs: 10_000,
  freshMs: 3_600_000,
  staleMs: 86_400_000,
  pauseMs: 60_000,
};

/** What the room needs from its environment. */
export class UpstreamSettings {
  readonly times: UpstreamTimes;
  /** Resolves names; the system's own way unless told otherwise. */
  readonly lookup?: LookupAll;
  /** Origins of applications' own servers that are reached although private or http; no IdP is reached by them. */
  readonly applicationAllow: readonly string[];
  /** The platform's own Google client, where the deployment has one. */
  readonly google?: GoogleClient;

  constructor(
    /** Origins that are reached although private or http, each exactly its scheme, host and port. */
    readonly egressAllow: readonly string[],
    /** Private keys that open client secrets. */
    readonly sealingKeys: KeySet,
    {
      lookup,
      google,
      applicationAllow = [],
      ...times
    }: Partial<UpstreamTimes> & {
      lookup?: LookupAll;
      google?: GoogleClient;
      applicationAllow?: readonly string[];
    } = {},
  ) {
    this.times = { ...TIMES, ...times };
    this.lookup = lookup;
    this.google = google;
    this.applicationAllow = applicationAllow;
  }
}
