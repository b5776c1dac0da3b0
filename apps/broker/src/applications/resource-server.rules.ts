import { AppError, type FieldFault, type ResourceServer } from '@portico/contracts';
import type { ResourceServerEntity } from './resource-server.entity.js';

export const toResourceServer = ({ createdAt, ...server }: ResourceServerEntity): ResourceServer => ({
  ...server,
  createdAt: createdAt.toISOString(),
});

/** Refuses what would take something away from applications; each is named. */
export const checkNoLosers = (losers: readonly string[], pointer: '' | '/audience' | '/scopes'): void => {
  const fields = losers.map((id): FieldFault => ({ pointer, message: `is used by the application ${id}` }));
  if (fields.length > 0) throw new AppError('resource_server_in_use', { fields });
};
