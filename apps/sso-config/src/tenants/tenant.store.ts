import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type EntityManager, MoreThan, QueryFailedError, Raw } from 'typeorm';
import { TenantRow } from './tenant.entity.js';

/** Which tenants a page of the list holds. */
export interface TenantFilter {
  slug?: string;
  /** A part of the name or the slug, in whatever capitals. */
  search?: string;
  /** Only tenants after this one, in the order of their making. */
  after?: string;
  limit: number;
}

@Injectable()
export class TenantStore {
  /** Refuses a slug that another tenant has with `slug_taken`. */
  async add(tx: EntityManager, tenant: Pick<TenantRow, 'tenantId' | 'slug' | 'name'>): Promise<void> {
    try {
      await tx.insert(TenantRow, tenant);
    } catch (error) {
      if (isSlugTaken(error)) throw new AppError('slug_taken', { cause: error });
      throw error;
    }
  }

  async get(tx: EntityManager, tenantId: string): Promise<TenantRow> {
    return orNotFound(await tx.findOneBy(TenantRow, { tenantId }));
  }

  /** The tenant, locked until the transaction ends: whoever counts its rows before adding one counts alone. */
  async getLocked(tx: EntityManager, tenantId: string): Promise<TenantRow> {
    return orNotFound(
      await tx.findOne(TenantRow, { where: { tenantId }, lock: { mode: 'pessimistic_write' } }),
    );
  }

  async list(tx: EntityManager, { slug, search, after, limit }: TenantFilter): Promise<TenantRow[]> {
    return await tx.find(TenantRow, {
      where: {
        ...(slug && { slug }),
        ...(search && { name: Raw((name) => holds(name), { search }) }),
        ...(after && { tenantId: MoreThan(after) }),
      },
      order: { tenantId: 'ASC' },
      take: limit,
    });
  }

  async update(tx: EntityManager, tenantId: string, changes: Partial<TenantRow>): Promise<void> {
    await tx.update(TenantRow, { tenantId }, changes);
  }
}

// Without LIKE, in which a searched % or _ would mean anything; by a collation that knows letters beyond ASCII whatever
// the locale of the database is.
const holds = (name: string): string =>
  `position(lower(:search COLLATE pg_c_utf8) IN lower((${name} || ' ' || slug) COLLATE pg_c_utf8)) > 0`;

const orNotFound = (row: TenantRow | null): TenantRow => {
  if (!row) throw new AppError('not_found', { detail: 'no such tenant' });
  return row;
};

const isSlugTaken = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  error.driverError instanceof pg.DatabaseError &&
  error.driverError.constraint === 'tenant__slug__unique';
