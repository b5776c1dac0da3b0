import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden, useMantineColorScheme } from '@mantine/core';
import {
  IconCheck,
  IconDeviceDesktop,
  IconDoorExit,
  IconLogout,
  IconMoon,
  IconSun,
} from '@tabler/icons-react';
import { useRef, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { chooseLanguage, LANGUAGES, useLanguage, type Language } from '../texts/index.js';

const SCHEMES = [
  ['light', 'shell.user.light', IconSun],
  ['dark', 'shell.user.dark', IconMoon],
  ['auto', 'shell.user.system', IconDeviceDesktop],
] as const;

const check = (chosen: boolean): JSX.Element | null => (chosen ? <IconCheck size={16} aria-hidden /> : null);

const Languages = (): JSX.Element => {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      <Menu.Label>{t('shell.user.language')}</Menu.Label>
      {(Object.keys(LANGUAGES) as Language[]).map((one) => (
        <Menu.Item
          key={one}
          lang={one}
          role="menuitemradio"
          aria-checked={one === language}
          rightSection={check(one === language)}
          onClick={() => void chooseLanguage(one)}
        >
          {LANGUAGES[one]}
        </Menu.Item>
      ))}
    </>
  );
};

const Schemes = (): JSX.Element => {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{t('shell.user.scheme')}</Menu.Label>
      {SCHEMES.map(([scheme, label, Icon]) => (
        <Menu.Item
          key={scheme}
          role="menuitemradio"
          aria-checked={scheme === colorScheme}
          leftSection={<Icon size={16} aria-hidden />}
          rightSection={check(scheme === colorScheme)}
          onClick={() => setColorScheme(scheme)}
        >
          {t(label)}
        </Menu.Item>
      ))}
    </>
  );
};

const SignOut = (): JSX.Element => {
  const { t } = useTranslation();
  const here = useRef<HTMLFormElement>(null);
  const everywhere = useRef<HTMLFormElement>(null);
  return (
    <>
      <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => here.current?.submit()}>
        {t('shell.user.signOut')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconDoorExit size={16} aria-hidden />}
        onClick={() => everywhere.current?.submit()}
      >
        {t('shell.user.signOutEverywhere')}
      </Menu.Item>
      <form ref={here} method="post" action="/sign-out" hidden />
      <form ref={everywhere} method="post" action="/sign-out/everywhere" hidden />
    </>
  );
};

/** Who one is, and what one can choose for oneself. */
export const UserMenu = (): JSX.Element | null => {
  const { t } = useTranslation();
  const { user, tenant } = useSession();
  if (user === null) return null;
  return (
    <Menu width={260} position="bottom-end" keepMounted>
      <Menu.Target>
        <UnstyledButton>
          <Avatar name={user.name} radius="xl" size={36} color="portico" aria-hidden />
          <VisuallyHidden>{t('shell.user.menu', { name: user.name })}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600} c="var(--mantine-color-text)">
            {user.name}
          </Text>
          <Text size="xs">{user.email}</Text>
          <Text size="xs">
            {user.roles.map((role) => t(`shell.role.${role}`)).join(', ')}
            {tenant !== null && ` · ${tenant.name}`}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Languages />
        <Schemes />
        <Menu.Divider />
        <SignOut />
      </Menu.Dropdown>
    </Menu>
  );
};
