import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { Loaded } from '../ui/loaded.js';
import { UserDetail } from './user-detail.js';
import { userQuery } from './users.js';

interface UserDrawerProps {
  userId: string | null;
  onClose: () => void;
}

/** One user, beside the list. */
export const UserDrawer = ({ userId, onClose }: UserDrawerProps): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={userId !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={t('users.detail.title')}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      {userId !== null && <OneUser key={userId} userId={userId} />}
    </Drawer>
  );
};

const OneUser = ({ userId }: { userId: string }): JSX.Element => {
  const query = useQuery(userQuery(useTenantId(), userId));
  return <Loaded query={query}>{(user) => <UserDetail user={user} />}</Loaded>;
};
