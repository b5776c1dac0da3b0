import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What oidc-provider has issued to applications: codes and tokens. */
@Injectable()
export class IssuedStore {
  /** Forgets everything that an application was given. Reads the whole table, which only a removal is worth. */
  async removeOf(tx: EntityManager, applicationId: string): Promise<void> {
    await tx.query(`DELETE FROM provider_artifact WHERE payload->>'clientId' = $1`, [applicationId]);
  }
}
