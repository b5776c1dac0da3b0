import type { Queries } from '@portico/service-kit';
import { Provider } from 'oidc-provider';

/** One statement of a store. */
export type Write = (tx: Queries) => Promise<unknown>;

const waiting = new WeakMap<object, Write[]>();

/** Whether a request is under way whose end comes back to what it has left here. */
export const canDefer = (): boolean =>
  Provider.ctx?.oidc.route === 'resume' || Provider.ctx?.oidc.route === 'authorization';

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
