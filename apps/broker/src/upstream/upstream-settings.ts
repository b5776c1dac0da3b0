import type { KeySet } from '@portico/secrets';
import type { GoogleClient } from '../settings/platform-google.js';
import type { LookupAll } from './guarded-connector.client.js';

/** How long the outside world may take, and how long old knowledge about it serves. */
export interface UpstreamTimes {
  /** Connection and response headers. */
  headersMs: number;
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
  /** The platform's own Google client, where the deployment has one. */
  readonly google?: GoogleClient;

  constructor(
    /** Origins that are reached although private or http, each exactly its scheme, host and port. */
    readonly egressAllow: readonly string[],
    /** Private keys that open client secrets. */
    readonly sealingKeys: KeySet,
    { lookup, google, ...times }: Partial<UpstreamTimes> & { lookup?: LookupAll; google?: GoogleClient } = {},
  ) {
    this.times = { ...TIMES, ...times };
    this.lookup = lookup;
    this.google = google;
  }
}
