import type { UseQueryResult } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import { Loading } from './loading.js';
import { ProblemView } from './problem-view.js';

interface LoadedProps<T> {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  /** What stands there until the answer comes. */
  waiting?: JSX.Element;
  children: (data: T) => ReactNode;
}

/** What an answer is shown as: its shape while it loads, its refusal, or itself; what is known stays beside a refusal. */
export const Loaded = <T,>({
  query: { data, error, refetch },
  waiting = <Loading />,
  children,
}: LoadedProps<T>): JSX.Element => {
  const problem = error && <ProblemView error={error} retry={() => void refetch()} />;
  if (data === undefined) return problem ?? waiting;
  return (
    <>
      {problem}
      {children(data)}
    </>
  );
};
