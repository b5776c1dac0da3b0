import type { ResourceServer } from '@portico/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An API that verifies Portico's access tokens; it belongs to the platform, not to a tenant. */
@Entity('resource_server')
export class ResourceServerEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'resource_server__pk' })
  id: string;

  @Column('text')
  audience: string;

  @Column('text')
  name: string;

  @Column('text', { array: true })
  scopes: string[];

  @Column('text', { name: 'token_alg' })
  tokenAlg: ResourceServer['tokenAlg'];

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
