import { QueryClient } from '@tanstack/react-query';
import { Refusal } from './refusal.js';

const mayHelp = (error: unknown): boolean =>
  error instanceof Refusal && (error.status === 0 || error.status >= 502);

/** What is known is shown at once and asked for again behind it; refusals are not asked for twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 30 * 60_000,
      retry: (count, error) => count < 2 && mayHelp(error),
      refetchOnWindowFocus: true,
      networkMode: 'offlineFirst',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
