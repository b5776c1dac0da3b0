import type { UpdateConnection } from '@portico/contracts';
import { type KeySet, seal } from '@portico/secrets';
import { Inject, Injectable } from '@nestjs/common';
import { SEALING_KEYS } from '../env.js';
import {
  checkScopes,
  checkSecretComesAlong,
  chooseChanges,
  type ConnectionValues,
} from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { Issuers } from './issuers.client.js';

/**
 * Finds out what an admin's wish would change: the Discovery URL becomes the issuer behind it, the secret its
 * sealed form. Runs outside transactions, for an issuer may take seconds to answer.
 */
@Injectable()
export class ResolveValues {
  constructor(
    private readonly issuers: Issuers,
    @Inject(SEALING_KEYS) private readonly sealingKeys: KeySet,
  ) {}

  async run(stored: ConnectionRow, wanted: UpdateConnection): Promise<Partial<ConnectionValues>> {
    const { name: _name, discoveryUrl, ...rest } = wanted;
    checkScopes(rest);
    checkSecretComesAlong(stored, rest);
    if (discoveryUrl === undefined) return chooseChanges(stored, rest, await this.sealFor(stored, rest));
    const values = { ...rest, issuer: await this.issuers.find(stored.provider, discoveryUrl) };
    // Again: only now is it known whether the address leads to another issuer.
    checkSecretComesAlong(stored, values);
    return chooseChanges(stored, values, await this.sealFor(stored, rest));
  }

  private async sealFor(
    { tenantId, id: connectionId }: ConnectionRow,
    { clientSecret }: UpdateConnection,
  ): Promise<string | undefined> {
    if (clientSecret === undefined) return undefined;
    return await seal(this.sealingKeys, clientSecret, { tenantId, connectionId, field: 'clientSecret' });
  }
}
