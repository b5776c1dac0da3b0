import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';

const INTERVAL_MS = 60_000;

/** Deletes what has expired, in batches that hold no lock for long; replicas pass each other's rows by. */
@Injectable()
export class SweepArtifacts implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SweepArtifacts.name);
  private timer?: NodeJS.Timeout;

  constructor(private readonly source: DataSource) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.run().catch((error: unknown) => this.logger.warn({ err: error }, 'nothing swept'));
    }, INTERVAL_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async run(): Promise<void> {
    await this.source.query(
      `DELETE FROM provider_artifact WHERE (kind, id) IN (
         SELECT kind, id FROM provider_artifact WHERE expires_at < now() LIMIT 5000 FOR UPDATE SKIP LOCKED)`,
    );
  }
}
