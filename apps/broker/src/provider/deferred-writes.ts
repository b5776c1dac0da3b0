import type { Database, Queries } from '@portico/service-kit';
import { Provider } from 'oidc-provider';

/** Statements of one store. */
export interface Write {
  /** Whose rows they are; none where they belong to no tenant. */
  tenantId?: string;
  run: (tx: Queries) => Promise<unknown>;
}

const waiting = new WeakMap<object, Write[]>();

/** What may wait for another write of its request, or for the end of it (`WriteDeferred`), and where. */
const WAITING: Record<string, readonly string[]> = {
  AuthorizationCode: ['resume', 'authorization'],
  Interaction: ['resume', 'authorization'],
  AccessToken: ['token'],
  RefreshToken: ['token'],
};

/** Whether a write of this kind may wait in the request that is under way. */
export const canDefer = (kind: string): boolean =>
  WAITING[kind]?.includes(Provider.ctx?.oidc.route ?? '') ?? false;

/** Leaves a write for the next one of the same request, which takes it along. */
export const defer = (write: Write): void => {
  const { ctx } = Provider;
  if (!ctx) throw new TypeError('there is no request that a write could wait for');
  waiting.set(ctx, [...(waiting.get(ctx) ?? []), write]);
};

/** What waits in a request; it is the caller's to do now. */
export const takeDeferred = (ctx: object | undefined = Provider.ctx): Write[] => {
  const writes = ctx && waiting.get(ctx);
  if (writes) waiting.delete(ctx);
  return writes ?? [];
};

/** Does them in their order and in one transaction; a request signs in to one tenant at most. */
export const writeTogether = async (database: Database, writes: Write[]): Promise<void> => {
  const all = async (tx: Queries): Promise<unknown> =>
    await Promise.all(writes.map(async ({ run }) => await run(tx)));
  const tenantId = writes.find((write) => write.tenantId !== undefined)?.tenantId;
  await (tenantId === undefined ? database.atOnce(all) : database.atOnceInTenant(tenantId, all));
};
