import type { AuditEntry, User } from '@portico/contracts';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { useFormats } from '../texts/formats.js';

export interface EntryWords {
  sentence: string;
  /** What else is known of it. */
  more: string[];
}

interface Known {
  users: ReadonlyMap<string, User> | undefined;
  /** Whether they are about to be known. */
  isWaiting: boolean;
  /** The names of the connections that are there. */
  connections: ReadonlyMap<string, string>;
}

type Detail = AuditEntry['detail'];

const textOf = (detail: Detail, name: string): string => {
  const value = detail[name];
  return typeof value === 'string' || typeof value === 'number' ? value.toString() : '';
};

/** The name of a user of the company, or what can be said instead. */
const useNameOf = ({ users, isWaiting }: Known): ((id: string) => string) => {
  const { t } = useTranslation();
  return (id) => {
    if (users) return users.get(id)?.name ?? t('history.who.removed');
    return isWaiting ? '…' : t('history.who.someone');
  };
};

/** Who did something, by name where it is somebody of the company. */
const useWho = (known: Known): ((entry: AuditEntry) => string) => {
  const { t } = useTranslation();
  const { user } = useSession();
  const nameOf = useNameOf(known);
  return ({ by, byPlatform }) => {
    const [kind = '', id = ''] = by.split(':');
    if (kind === 'machine') return t('history.who.machine', { id });
    if (kind === 'set_up') return t('history.who.setUp');
    if (kind !== 'user') return t('history.who.portico');
    if (id === user?.id) return t('history.who.you');
    return byPlatform ? t('history.who.platform') : nameOf(id);
  };
};

/** What is worth a line of its own under the sentence. */
const useMore = (): ((entry: AuditEntry) => string[]) => {
  const { t } = useTranslation();
  const { list } = useFormats();
  const fieldNames: Record<string, string> = t('history.field', { returnObjects: true });
  return ({ action, detail }) => {
    const { changed, pending, tested } = detail;
    const settings = action === 'settings.changed' ? Object.keys(detail) : [];
    const names = Array.isArray(changed) ? changed : settings;
    const fields = [...new Set(names.map((name) => fieldNames[name] ?? name))];
    const lines = [
      fields.length > 0 && t('history.changed', { fields: list(fields) }),
      pending === true && t('history.pending', { revision: textOf(detail, 'revision') }),
      action === 'connection.went_live' && t(tested === true ? 'history.tested' : 'history.untested'),
      textOf(detail, 'reason') !== '' && t('history.reason', { reason: textOf(detail, 'reason') }),
      textOf(detail, 'reference') !== '' &&
        t('history.reference', { reference: textOf(detail, 'reference') }),
      textOf(detail, 'note') !== '' && t('history.note', { note: textOf(detail, 'note') }),
    ];
    return lines.filter((line) => line !== false);
  };
};

/** An entry of the audit in the words of the page. */
export const useEntryWords = (known: Known): ((entry: AuditEntry) => EntryWords) => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const whoOf = useWho(known);
  const nameOf = useNameOf(known);
  const moreOf = useMore();
  const modes: Record<string, string> = t('history.mode', { returnObjects: true });
  return (entry) => {
    const { action, detail, connectionId } = entry;
    const until = textOf(detail, 'until');
    return {
      sentence: t(`history.action.${action}`, {
        who: whoOf(entry),
        connection:
          known.connections.get(connectionId ?? '') ??
          (textOf(detail, 'name') || t('users.removedConnection')),
        domain: textOf(detail, 'domain'),
        revision: textOf(detail, 'revision'),
        restored: textOf(detail, 'restored'),
        from: modes[textOf(detail, 'from')] ?? '',
        mode: modes[textOf(detail, 'mode')] ?? '',
        until: until === '' ? '' : dateTime(until),
        user: nameOf(textOf(detail, 'userId')),
      }),
      more: moreOf(entry),
    };
  };
};
