import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../texts/formats.js';
import { instantOf, isExplained, sortClaims, toText } from './claims.rules.js';
import classes from './set-up.module.css';

/** What the provider told about a person, each with what it means. */
export const ClaimsTable = ({ claims }: { claims: Readonly<Record<string, unknown>> }): JSX.Element => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  return (
    <table className={`${classes['table'] ?? ''} ${classes['stacks'] ?? ''}`}>
      <thead>
        <tr>
          <th scope="col">{t('setUp.test.claim')}</th>
          <th scope="col">{t('setUp.test.value')}</th>
          <th scope="col">{t('setUp.test.meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {sortClaims(claims).map(([name, value]) => {
          const instant = instantOf(name, value);
          return (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                <code>{instant === undefined ? toText(value) : dateTime(instant)}</code>
              </td>
              <td>{t(`setUp.claim.${isExplained(name) ? name : 'other'}`)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
