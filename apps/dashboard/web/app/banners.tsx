import { Alert } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { useEffect, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { useFormats } from '../texts/formats.js';
import { announce } from '../ui/announce.js';
import classes from './shell.module.css';

/** Says that there is no network, while there is none. */
export const OfflineBanner = (): JSX.Element | null => {
  const { t } = useTranslation();
  const [isOnline, setIsOnline] = useState(navigator.onLine);
  useEffect(() => {
    const online = (): void => {
      setIsOnline(true);
      announce(t('shell.backOnline'));
    };
    const away = (): void => setIsOnline(false);
    window.addEventListener('online', online);
    window.addEventListener('offline', away);
    return () => {
      window.removeEventListener('online', online);
      window.removeEventListener('offline', away);
    };
  }, [t]);
  return isOnline ? null : (
    <div role="alert" className={classes['bar']}>
      {t('shell.offline')}
    </div>
  );
};

/** Says what a sign-in by a recovery code may do, and until when. */
export const RecoveryBanner = (): JSX.Element | null => {
  const { t } = useTranslation();
  const { time } = useFormats();
  const { recovery, recoveryUntil } = useSession();
  if (!recovery) return null;
  return (
    <Alert
      color="orange"
      mb="lg"
      icon={<IconLifebuoy aria-hidden />}
      title={t('shell.recoveryBanner.title')}
      role="region"
      aria-label={t('shell.recoveryBanner.title')}
    >
      {recoveryUntil
        ? t('shell.recoveryBanner.until', { time: time(recoveryUntil) })
        : t('shell.recoveryBanner.open')}
    </Alert>
  );
};
