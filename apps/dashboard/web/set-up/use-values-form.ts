import type { Connection, ConnectionRevision } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTenantId } from '../api/session.js';
import { putDraft } from '../api/set-up.js';
import { revisionsQuery } from '../api/sso.js';
import { changedFields, toDraft, toForm, withDraft, type FormValues } from './values.rules.js';

/** The newest saved values: the pending ones where there are some. */
export const newestOf = (
  connection: Connection,
  revisions: readonly ConnectionRevision[] | undefined,
): Parameters<typeof toForm>[1] =>
  revisions?.find(({ revision }) => revision === connection.pendingRevision) ?? connection;

interface ValuesForm {
  form: FormValues;
  /** What is saved, as the fields would show it. */
  saved: FormValues;
  isChanged: boolean;
  /** Whether everything but the secret is kept on the server. */
  isKept: boolean;
  set: <F extends keyof FormValues>(field: F, value: FormValues[F]) => void;
  /** Replaces what is typed and what it is compared with, after a save or a conflict. */
  reset: (form: FormValues, saved: FormValues) => void;
}

const KEEP_AFTER_MS = 900;

/** What is typed; kept on the server a moment after the last key, so that leaving and coming back loses nothing. */
export const useValuesForm = (connection: Connection): ValuesForm => {
  const tenantId = useTenantId();
  const { data: revisions } = useQuery({
    ...revisionsQuery(tenantId, connection.id),
    enabled: connection.revision > 0,
  });
  const newest = useMemo(
    () => toForm(connection.name, newestOf(connection, revisions)),
    [connection, revisions],
  );
  const [typed, setTyped] = useState<FormValues | null>(() =>
    connection.draft === null ? null : withDraft(newest, connection.draft),
  );
  const [compared, setCompared] = useState<FormValues | null>(null);
  const [isKept, setIsKept] = useState(false);
  const saved = compared ?? newest;
  const form = typed ?? saved;
  const hasTyped = useRef(false);

  useEffect(() => {
    if (!hasTyped.current || typed === null) return;
    const timer = setTimeout(() => {
      putDraft(tenantId, connection.id, toDraft('enter_values', typed)).then(
        () => setIsKept(true),
        () => setIsKept(false),
      );
    }, KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed, tenantId, connection.id]);

  return {
    form,
    saved,
    isChanged: changedFields(form, saved).length > 0,
    isKept,
    set: (field, value) => {
      hasTyped.current = true;
      setIsKept(false);
      setTyped((now) => ({ ...(now ?? saved), [field]: value }));
    },
    reset: (next, against) => {
      hasTyped.current = false;
      setTyped(next);
      setCompared(against);
    },
  };
};
