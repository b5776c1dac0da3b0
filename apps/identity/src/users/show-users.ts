import type { User } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LinkStore } from '../links/link.store.js';
import { PasswordStore } from '../passwords/password.store.js';
import type { UserRow } from './user.entity.js';
import { toUser } from './user.rules.js';

/** Shows users of a tenant with what is known of them elsewhere: a statement each, however many they are. */
@Injectable()
export class ShowUsers {
  constructor(
    private readonly passwords: PasswordStore,
    private readonly links: LinkStore,
  ) {}

  async run(tx: EntityManager, tenantId: string, rows: readonly UserRow[]): Promise<User[]> {
    const ids = rows.map(({ id }) => id);
    const withPassword = await this.passwords.listUserIds(tx, tenantId, ids);
    const connections = await this.links.listConnections(tx, tenantId, ids);
    return rows.map((row) =>
      toUser(row, {
        passwordSet: withPassword.has(row.id),
        linkedConnectionIds: connections.get(row.id) ?? [],
      }),
    );
  }
}
