import type { SupportRequest } from '@portico/contracts';
import type { NamedRequest } from './support-request.store.js';

/** A request as the API shows it. */
export const toSupportRequest = ({ askedAt, answeredAt, ...request }: NamedRequest): SupportRequest => ({
  ...request,
  askedAt: askedAt.toISOString(),
  answeredAt: answeredAt?.toISOString() ?? null,
});
