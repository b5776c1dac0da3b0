import { AppError, type Factor } from '@portico/contracts';
import type { FactorRow } from './factor.entity.js';

/** A factor as others see it: without anything that proves it. */
export const toFactor = ({ id, kind, name, createdAt, lastUsedAt }: FactorRow): Factor => ({
  id,
  kind,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

/** A password alone adds no factor beside one that is there: then it would be no second one (`factor_set_up_already`). */
export const checkNoneSetUp = (factors: readonly FactorRow[]): void => {
  if (factors.length > 0) throw new AppError('factor_set_up_already');
};
