import { AppError, FindBreakGlass, type Principal } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';

/** Refuses `break_glass_closed` to people of the platform who have none open for another tenant. */
@Injectable()
export class CheckBreakGlass {
  constructor(private readonly ask: Ask) {}

  async run({ kind, subject, tenantId }: Principal, wanted: string): Promise<void> {
    if (kind !== 'user' || tenantId === wanted) return;
    const { openUntil } = await this.ask.to(FindBreakGlass, { tenantId: wanted, userId: subject });
    if (openUntil === null || new Date(openUntil) <= new Date()) throw new AppError('break_glass_closed');
  }
}
