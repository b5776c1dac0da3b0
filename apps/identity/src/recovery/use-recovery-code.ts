import { timingSafeEqual } from 'node:crypto';
import type { UserSnapshot, UseRecoveryCode as Contract } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { NOBODY } from '../mail/mail.rules.js';
import { type CodeOwner, hashOfCode, readCode } from './recovery-code.rules.js';
import { type CodeHolder, RecoveryCodeStore } from './recovery-code.store.js';

const NOBODY_AT_ALL: CodeOwner = { tenantId: NOBODY, userId: NOBODY };

/** Finds whose recovery code this is, among the active administrators with the address, and uses it up. */
@Injectable()
export class UseRecoveryCode {
  constructor(
    private readonly database: Database,
    private readonly codes: RecoveryCodeStore,
  ) {}

  async run({
    email,
    tenantIds,
    code: typed,
    attemptId,
  }: z.infer<typeof Contract.request>): Promise<UserSnapshot | null> {
    // An address or a code that is none is looked up too: whether one exists must not be told by the time.
    const emailNormal = readEmail(email)?.normal ?? '';
    const code = readCode(typed) ?? '';
    // Across tenants, as a person may have the same address in several.
    const holders = await this.database.acrossTenants((tx) =>
      this.codes.listHolders(tx, tenantIds, emailNormal),
    );
    const holder = findHolder(holders, code);
    if (!holder) return null;
    // One statement decides, so that of those who send the same code at once one gets through.
    const isUsed = await this.database.inTenant(holder.tenantId, (tx) =>
      this.codes.use(tx, holder, attemptId),
    );
    if (!isUsed) return null;
    const { codeHash: _, ...user } = holder;
    return user;
  }
}

const findHolder = (holders: readonly CodeHolder[], code: string): CodeHolder | undefined => {
  hashOfCode(NOBODY_AT_ALL, code);
  return holders.find((holder) => timingSafeEqual(holder.codeHash, hashOfCode(holder, code)));
};
