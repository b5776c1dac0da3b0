import { Notification, Portal, Stack, VisuallyHidden } from '@mantine/core';
import { useEffect, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { announce, onAnnounced } from './announce.js';
import classes from './notices.module.css';

interface Notice {
  id: number;
  text: string;
  kind: 'done' | 'failed';
}

const listeners = new Set<(notice: Notice) => void>();
let count = 0;

/** Says in a corner, and to a screen reader, what has just happened. */
export const notify = (text: string, kind: Notice['kind'] = 'done'): void => {
  count += 1;
  for (const listener of listeners) listener({ id: count, text, kind });
  announce(text);
};

const SHOWN_MS = 6000;

/** The corner for notices. A failure stays until it is closed. */
export const Notices = (): JSX.Element => {
  const { t } = useTranslation();
  const [notices, setNotices] = useState<Notice[]>([]);
  const close = (id: number): void => setNotices((all) => all.filter((one) => one.id !== id));
  useEffect(() => {
    const show = (notice: Notice): void => {
      setNotices((all) => [...all.slice(-2), notice]);
      if (notice.kind === 'done') setTimeout(() => close(notice.id), SHOWN_MS);
    };
    listeners.add(show);
    return () => void listeners.delete(show);
  }, []);
  return (
    <Portal>
      <Stack className={classes['corner'] ?? ''} gap="xs">
        {notices.map(({ id, text, kind }) => (
          <Notification
            key={id}
            withBorder
            color={kind === 'done' ? 'teal' : 'red'}
            onClose={() => close(id)}
            closeButtonProps={{ 'aria-label': t('shell.close') }}
          >
            {text}
          </Notification>
        ))}
      </Stack>
    </Portal>
  );
};

/** Reads announcements out; the words change even when the same thing happens twice. */
export const LiveRegion = (): JSX.Element => {
  const [said, setSaid] = useState({ words: '', turn: 0 });
  useEffect(() => onAnnounced((words) => setSaid(({ turn }) => ({ words, turn: turn + 1 }))), []);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {said.words}
      {said.turn % 2 === 1 ? '\u00a0' : ''}
    </VisuallyHidden>
  );
};
