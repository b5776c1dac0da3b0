import type { UpdateConnection } from '@portico/contracts';
import { type KeySet, seal } from '@portico/secrets';
import { Inject, Injectable } from '@nestjs/common';
import { SEALING_KEYS } from '../env.js';
import { chooseChanges, type ConnectionValues } from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { Issuers } from './issuers.client.js';
import type { Newest } from './read-newest.js';
import { checkSecretComesAlong } from './secret.rules.js';
import { checkLint, explained } from './wanted-values.rules.js';

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

  async run({ row, values }: Newest, wanted: UpdateConnection): Promise<Partial<ConnectionValues>> {
    const { name: _name, discoveryUrl, ...rest } = wanted;
    checkSecretComesAlong(values, rest);
    checkLint({ ...wanted, provider: row.provider });
    if (discoveryUrl === undefined) return chooseChanges(values, rest, await this.sealFor(row, rest));
    const issuer = await this.findIssuer(row, discoveryUrl);
    // Again: only now is it known whether the address leads to another issuer.
    checkSecretComesAlong(values, { ...rest, issuer });
    checkLint({ ...wanted, provider: row.provider, issuer });
    return chooseChanges(values, { ...rest, issuer }, await this.sealFor(row, rest));
  }

  private async findIssuer({ provider }: ConnectionRow, discoveryUrl: string): Promise<string> {
    try {
      return await this.issuers.find(provider, discoveryUrl);
    } catch (error) {
      throw explained(error, { provider, discoveryUrl });
    }
  }

  private async sealFor(
    { tenantId, id: connectionId }: ConnectionRow,
    { clientSecret }: UpdateConnection,
  ): Promise<string | undefined> {
    if (clientSecret === undefined) return undefined;
    return await seal(this.sealingKeys, clientSecret, { tenantId, connectionId, field: 'clientSecret' });
  }
}
