import { AppError, type SupportRequest } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { SupportRequestRow } from './support-request.entity.js';

/** A request with the name of the company that asks. */
export type NamedRequest = SupportRequestRow & { tenantName: string };

/** Which requests a page holds; of every tenant that the transaction sees unless one is named. */
export interface RequestFilter {
  tenantId?: string;
  status?: SupportRequest['status'];
  /** Only requests older than this one. */
  after?: string;
  limit: number;
}

type RequestKey = Pick<SupportRequestRow, 'tenantId' | 'id'>;

const REQUESTS = `
  SELECT r.tenant_id AS "tenantId", t.name AS "tenantName", r.id, r.kind, r.message, r.asked_by AS "askedBy",
    r.asked_at AS "askedAt", r.status, r.answer, r.answered_by AS "answeredBy", r.answered_at AS "answeredAt"
  FROM support_request r JOIN tenant t ON t.tenant_id = r.tenant_id`;

@Injectable()
export class SupportRequestStore {
  /** Refuses a second one of a kind while the first is open with `support_request_open`. */
  async add(
    tx: EntityManager,
    request: RequestKey & Pick<SupportRequestRow, 'kind' | 'message' | 'askedBy'>,
  ): Promise<void> {
    try {
      await tx.insert(SupportRequestRow, request);
    } catch (error) {
      if (isOpenAlready(error)) throw new AppError('support_request_open', { cause: error });
      throw error;
    }
  }

  async get(tx: EntityManager, { tenantId, id }: RequestKey): Promise<NamedRequest> {
    const [request] = await tx.query<NamedRequest[]>(`${REQUESTS} WHERE r.tenant_id = $1 AND r.id = $2`, [
      tenantId,
      id,
    ]);
    if (!request) throw new AppError('not_found', { detail: 'no such support request' });
    return request;
  }

  /** Newest first. */
  async list(tx: EntityManager, { tenantId, status, after, limit }: RequestFilter): Promise<NamedRequest[]> {
    return await tx.query<NamedRequest[]>(
      `${REQUESTS} WHERE ($1::uuid IS NULL OR r.tenant_id = $1) AND ($2::text IS NULL OR r.status = $2)
         AND ($3::uuid IS NULL OR r.id < $3) ORDER BY r.id DESC LIMIT $4`,
      [tenantId ?? null, status ?? null, after ?? null, limit],
    );
  }

  /** Answers an open one; false where it was answered before. */
  async answer(
    tx: EntityManager,
    {
      tenantId,
      id,
      status,
      answer,
      answeredBy,
    }: RequestKey & Pick<SupportRequestRow, 'status' | 'answer' | 'answeredBy'>,
  ): Promise<boolean> {
    const [, answered] = await tx.query<[unknown, number]>(
      `UPDATE support_request SET status = $3, answer = $4, answered_by = $5, answered_at = now()
        WHERE tenant_id = $1 AND id = $2 AND status = 'open'`,
      [tenantId, id, status, answer, answeredBy],
    );
    return answered === 1;
  }
}

const isOpenAlready = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  error.driverError instanceof pg.DatabaseError &&
  error.driverError.constraint === 'support_request__one_open';
