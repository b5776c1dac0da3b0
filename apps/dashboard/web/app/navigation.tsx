import { NavLink as Row, Text, type NavLinkProps } from '@mantine/core';
import {
  IconBook,
  IconHistory,
  IconKey,
  IconLifebuoy,
  IconShieldLock,
  IconUsers,
  IconWorld,
} from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';
import { forwardRef, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { placesOf, type Place } from './access.rules.js';

const PlainRow = forwardRef<HTMLAnchorElement, Omit<NavLinkProps, 'href'>>((props, ref) => (
  <Row ref={ref} {...props} />
));
PlainRow.displayName = 'PlainRow';
const RowLink = createLink(PlainRow);

const PLACES = {
  sso: ['/settings/sso', IconKey],
  domains: ['/settings/domains', IconWorld],
  users: ['/settings/users', IconUsers],
  history: ['/settings/history', IconHistory],
  recovery: ['/settings/recovery', IconLifebuoy],
  support: ['/support', IconShieldLock],
} as const satisfies Record<Place, unknown>;

/** The menu of the pages that one has. */
export const Navigation = ({ onChosen }: { onChosen: () => void }): JSX.Element => {
  const { t } = useTranslation();
  const session = useSession();
  const places = placesOf({ roles: session.user?.roles ?? [], recovery: session.recovery });
  return (
    <>
      <Text size="xs" fw={700} c="dimmed" tt="uppercase" px="sm" mb={4}>
        {t('shell.nav.settings')}
      </Text>
      {places.map((place) => {
        const [to, Icon] = PLACES[place];
        return (
          <RowLink
            key={place}
            to={to}
            onClick={onChosen}
            label={t(`shell.nav.${place}`)}
            leftSection={<Icon size={20} aria-hidden />}
            activeProps={{ active: true }}
          />
        );
      })}
      <RowLink
        to="/guides/$provider"
        params={{ provider: 'okta' }}
        onClick={onChosen}
        label={t('shell.nav.guides')}
        leftSection={<IconBook size={20} aria-hidden />}
      />
    </>
  );
};
