import { AppError, type ConnectionTest, Id, type Principal } from '@portico/contracts';
import type { TestRow } from './connection-test.store.js';

/** An id of an address; what is none is answered like one that does not exist. */
export const readId = (text: string): string => {
  if (!Id.safeParse(text).success) throw new AppError('not_found', { detail: 'not an id' });
  return text;
};

/** A test as the API shows it. */
export const toConnectionTest = ({
  tenantId: _tenant,
  connection: _values,
  askedBy: _askedBy,
  status,
  startedAt,
  endedAt,
  ...test
}: TestRow): ConnectionTest => ({
  ...test,
  status: status === 'claimed' ? 'under_way' : status,
  startedAt: startedAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

/** A person's claims are their company's; people of the platform help by everything else that a test says. */
export const seesClaims = ({ kind, tenantId }: Principal, ofTenant: string): boolean =>
  kind !== 'user' || tenantId === ofTenant;
