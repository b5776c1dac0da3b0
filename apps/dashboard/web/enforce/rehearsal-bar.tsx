import { Text } from '@mantine/core';
import type { Rehearsal } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../texts/formats.js';
import { sharesOf } from './conditions.rules.js';
import classes from './enforce.module.css';

const OUTCOMES = ['proven', 'expected', 'blocked', 'exempt'] as const;

/** How many would get in and how many would not, as a picture; the words below tell the same. */
export const RehearsalBar = ({ counts }: { counts: Rehearsal['counts'] }): JSX.Element => {
  const { t } = useTranslation();
  const { number } = useFormats();
  const shares = sharesOf(counts);
  return (
    <>
      <div className={classes['bar']} role="img" aria-label={t('enforce.rehearsal.bar', counts)}>
        {OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => (
          <div
            key={outcome}
            className={`${classes['part'] ?? ''} ${classes[outcome] ?? ''}`}
            style={{ flexGrow: shares[outcome], flexBasis: 0 }}
          />
        ))}
      </div>
      <ul className={classes['legend']}>
        {OUTCOMES.map((outcome) => (
          <li key={outcome}>
            <Text fw={700} size="lg" component="div">
              <span className={`${classes['swatch'] ?? ''} ${classes[outcome] ?? ''}`} aria-hidden />
              {number(counts[outcome])} {t(`enforce.rehearsal.${outcome}`)}
            </Text>
            <Text size="sm" c="dimmed">
              {t(`enforce.rehearsal.${outcome}Hint`)}
            </Text>
          </li>
        ))}
      </ul>
    </>
  );
};
