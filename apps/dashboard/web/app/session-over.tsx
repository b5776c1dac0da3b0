import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type JSX } from 'react';
import { Refusal } from '../api/refusal.js';
import { sessionQuery } from '../api/session.js';

const SessionOverDialog = lazy(async () => ({
  default: (await import('./session-over-dialog.js')).SessionOverDialog,
}));

/** When a request is refused because the session has ended: sign in elsewhere, and nothing typed here is lost. */
export const SessionOver = (): JSX.Element | null => {
  const client = useQueryClient();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const look = (error: unknown): void => {
      // A code that was mistyped is a 401 as well, and no end of the session.
      if (!(error instanceof Refusal) || error.code !== 'token_invalid') return;
      const session = client.getQueryData(sessionQuery.queryKey);
      // Whoever opened a set-up link has nothing to sign in with: the page says that the link is over.
      if (session?.user === null && session.setUp !== null)
        client.setQueryData(sessionQuery.queryKey, { ...session, setUp: null });
      else setIsOver(true);
    };
    const stops = [
      client.getQueryCache().subscribe(({ query }) => look(query.state.error)),
      client.getMutationCache().subscribe(({ mutation }) => look(mutation?.state.error)),
    ];
    return () => stops.forEach((stop) => stop());
  }, [client]);
  const goOn = (): void => {
    setIsOver(false);
    void client.resetQueries({ predicate: ({ state }) => state.error !== null });
    void client.invalidateQueries();
  };
  return isOver ? (
    <Suspense>
      <SessionOverDialog onGoOn={goOn} />
    </Suspense>
  ) : null;
};
