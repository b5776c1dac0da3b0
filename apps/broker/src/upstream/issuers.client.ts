import { AppError } from '@portico/contracts';
import { open } from '@portico/secrets';
import { Injectable } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import type { Configuration } from 'openid-client';
import { configure } from './configuration.client.js';
import { fetchDocument } from './discovery-document.client.js';
import { KeySet } from './key-set.client.js';
import { type IssuerMetadata, readMetadata } from './metadata.rules.js';
import { UpstreamRefusal } from './upstream-refusal.js';
import { UpstreamSettings } from './upstream-settings.js';
import { Wall } from './wall.client.js';
import type { UsableConnection } from '../settings/usable-connection.rules.js';

const MOST_KNOWN = 2_000;

interface Known {
  metadata: IssuerMetadata;
  keys: KeySet;
  fetchedAt: number;
  /** When the document is to be fetched again. */
  dueAt: number;
  client?: { tenantId: string; configuration: Configuration };
}

/** What this process knows of the IdPs, by connection and revision; the least recently used is forgotten first. */
@Injectable()
export class Issuers {
  private readonly known = new Map<string, Known>();
  private readonly pending = new Map<string, Promise<Known>>();

  constructor(
    private readonly settings: UpstreamSettings,
    private readonly wall: Wall,
  ) {}

  /** The checked discovery document, at most an hour old; a day where it cannot be fetched. Refuses with `UpstreamRefusal`. */
  async metadata(connection: UsableConnection): Promise<IssuerMetadata> {
    return (await this.find(connection)).metadata;
  }

  /** The keys that are published now, and the algorithms that may be used with them. Refuses with `UpstreamRefusal`. */
  async signatures(connection: UsableConnection): Promise<{ keys: JSONWebKeySet; algorithms: string[] }> {
    const { keys, metadata } = await this.find(connection);
    const published = await keys.fetch({
      method: 'GET',
      headers: { accept: 'application/json' },
      provider: connection.provider,
    });
    return {
      keys: (await published.json()) as JSONWebKeySet,
      algorithms: metadata.id_token_signing_alg_values_supported,
    };
  }

  /** openid-client with the connection's secret. Refuses with `UpstreamRefusal`, `SealError`. */
  async client(tenantId: string, connection: UsableConnection): Promise<Configuration> {
    const known = await this.find(connection);
    if (known.client?.tenantId === tenantId) return known.client.configuration;
    const place = { tenantId, connectionId: connection.id, field: 'clientSecret' };
    const configuration = configure({
      ...known,
      connection,
      clientSecret: await this.secretOf(connection, place),
      wall: this.wall,
      timeoutSeconds: this.settings.times.totalMs / 1000 + 1,
    });
    known.client ??= { tenantId, configuration };
    return configuration;
  }

  private async secretOf(
    { provider, sealedClientSecret }: UsableConnection,
    place: Parameters<typeof open>[2],
  ): Promise<string> {
    if (provider === 'google') return this.googleSecret();
    if (sealedClientSecret === null) throw new AppError('connection_not_ready');
    return await open(this.settings.sealingKeys, sealedClientSecret, place);
  }

  private googleSecret(): string {
    const { google } = this.settings;
    if (!google) throw new AppError('google_not_configured');
    return google.clientSecret;
  }

  private async find(connection: UsableConnection): Promise<Known> {
    const key = `${connection.id} ${connection.revision.toString()}`;
    const known = this.known.get(key);
    if (known && Date.now() < known.dueAt) {
      this.remember(key, known);
      return known;
    }
    const pending =
      this.pending.get(key) ??
      this.refresh(connection, known).finally(() => {
        this.pending.delete(key);
      });
    this.pending.set(key, pending);
    const fresh = await pending;
    this.remember(key, fresh);
    return fresh;
  }

  private async refresh({ issuer, provider }: UsableConnection, known: Known | undefined): Promise<Known> {
    const { freshMs, staleMs, pauseMs } = this.settings.times;
    try {
      const document = await fetchDocument(this.wall, issuer, provider);
      const metadata = readMetadata(document, issuer, this.settings.egressAllow);
      const times = { fetchedAt: Date.now(), dueAt: Date.now() + freshMs };
      if (known && JSON.stringify(known.metadata) === JSON.stringify(metadata))
        return Object.assign(known, times);
      return { metadata, keys: this.keysAt(metadata.jwks_uri, known), ...times };
    } catch (error) {
      if (!known || !isOutage(error) || Date.now() - known.fetchedAt >= staleMs) throw error;
      return Object.assign(known, { dueAt: Date.now() + pauseMs });
    }
  }

  private keysAt(address: string, known: Known | undefined): KeySet {
    return known?.keys.address === address ? known.keys : new KeySet(this.wall, this.settings.times, address);
  }

  private remember(key: string, known: Known): void {
    this.known.delete(key);
    this.known.set(key, known);
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
  }
}

/** An IdP that says nothing usable is down; one that says something else than before is not what it was. */
const isOutage = (error: unknown): boolean =>
  error instanceof UpstreamRefusal && ['unreachable', 'timeout', 'unusable'].includes(error.reason);
