import { Switch } from '@mantine/core';
import type { Mode } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './sso.module.css';

interface TogglesProps {
  name: string;
  mode: Mode;
  mayEnable: boolean;
  mayEnforce: boolean;
  /** The toggle was used; what comes of it is asked first. */
  onEnable: () => void;
  onEnforce: () => void;
}

/** Enable and Enforce. */
export const Toggles = ({
  name,
  mode,
  mayEnable,
  mayEnforce,
  onEnable,
  onEnforce,
}: TogglesProps): JSX.Element => {
  const { t } = useTranslation();
  return (
    <div className={classes['toggles']}>
      <Switch
        label={t('sso.enable')}
        description={t('sso.enableHint')}
        aria-label={t('sso.enableNamed', { name })}
        checked={mode !== 'off'}
        disabled={!mayEnable}
        onChange={onEnable}
      />
      <Switch
        label={t('sso.enforce')}
        description={t('sso.enforceHint')}
        aria-label={t('sso.enforceNamed', { name })}
        checked={mode === 'enforced'}
        disabled={!mayEnforce}
        onChange={onEnforce}
      />
    </div>
  );
};
