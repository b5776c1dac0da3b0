import type { Connection, ConnectionRevision } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTenantId } from '../api/session.js';
import { putDraft } from '../api/set-up.js';
import { revisionsQuery, useKeepConnection } from '../api/sso.js';
import { changedFields, toDraft, toForm, withDraft, type FormValues } from './values.rules.js';

/** The newest saved values: the pending ones where there are some. */
export const newestOf = (
  connection: Connection,
  revisions: readonly ConnectionRevision[] | undefined,
): Parameters<typeof toForm>[1] =>
  revisions?.find(({ revision }) => revision === connection.pendingRevision) ?? connection;

/** Saved values, as the fields would show them, and the revision that they are of. */
export interface Base {
  saved: FormValues;
  revision: number;
}

interface ValuesForm extends Base {
  form: FormValues;
  isChanged: boolean;
  /** Whether everything but the secret is kept on the server. */
  isKept: boolean;
  set: <F extends keyof FormValues>(field: F, value: FormValues[F]) => void;
  /** What is typed is saved: there is nothing to keep any more. */
  settle: () => void;
  /** Replaces what is typed and what it is compared with, after a save or a conflict. */
  reset: (form: FormValues, base: Base) => void;
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
  const [typed, setTyped] = useState<FormValues | null>(null);
  // What one began to type from: values that somebody else saves meanwhile must not pass for one's own changes.
  const [base, setBase] = useState<Base | null>(null);
  const [isKept, setIsKept] = useState(false);
  const begun = base ?? { saved: newest, revision: connection.pendingRevision ?? connection.revision };
  const form = typed ?? withDraft(newest, connection.draft);
  /** What is typed and not kept yet. */
  const unkept = useRef<FormValues | null>(null);
  const keep = useKeepConnection();

  const keepTyped = useEffectEvent(() => {
    const now = unkept.current;
    if (now === null) return;
    unkept.current = null;
    putDraft(tenantId, connection.id, toDraft('enter_values', now)).then(
      (kept) => {
        keep(kept);
        setIsKept(true);
      },
      () => {
        unkept.current ??= now;
      },
    );
  });

  useEffect(() => {
    const timer = setTimeout(keepTyped, KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  // Whoever goes to another step at once loses nothing either.
  useEffect(() => () => keepTyped(), []);

  return {
    form,
    ...begun,
    isChanged: changedFields(form, begun.saved).length > 0,
    isKept,
    set: (field, value) => {
      setIsKept(false);
      const next = { ...form, [field]: value };
      unkept.current = next;
      setBase(begun);
      setTyped(next);
    },
    settle: () => {
      unkept.current = null;
    },
    reset: (next, against) => {
      setTyped(next);
      setBase(against);
    },
  };
};
