import { RepeatsEvery } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Deletes what has expired, in batches that hold no lock for long; replicas pass each other's rows by. */
@Injectable()
@RepeatsEvery(60)
export class SweepArtifacts {
  constructor(private readonly source: DataSource) {}

  async run(): Promise<void> {
    await this.source.query(
      `DELETE FROM provider_artifact WHERE (kind, id) IN (
         SELECT kind, id FROM provider_artifact WHERE expires_at < now() LIMIT 5000 FOR UPDATE SKIP LOCKED)`,
    );
  }
}
