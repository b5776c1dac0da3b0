import { Button, Group, Stack } from '@mantine/core';
import type { Role, User } from '@portico/contracts';
import { useState, type SubmitEvent, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';
import { isBesideFields, UserFields, type UserValues } from './user-fields.js';
import { useUpdateUser } from './users.js';

const valuesOf = ({ name, email, externalId, roles }: User): UserValues => ({
  name,
  email,
  externalId: externalId ?? '',
  isAdmin: roles.includes('tenant_admin'),
});

/** Roles beside this one stay as they are. */
const rolesWith = (roles: readonly Role[], isAdmin: boolean): Role[] => {
  const others = roles.filter((role) => role !== 'tenant_admin');
  const kept: Role[] = others.length === 0 ? ['member'] : others;
  return isAdmin ? [...kept, 'tenant_admin'] : kept;
};

/** What can be typed about a user; a save that failed loses nothing. */
export const UserForm = ({ user }: { user: User }): JSX.Element => {
  const { t } = useTranslation();
  const update = useUpdateUser();
  const [values, setValues] = useState(() => valuesOf(user));
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const before = valuesOf(user);
    update.mutate(
      {
        id: user.id,
        ...(values.name !== before.name && { name: values.name.trim() }),
        ...(values.email !== before.email && { email: values.email.trim() }),
        ...(values.externalId !== before.externalId && { externalId: values.externalId.trim() || null }),
        ...(values.isAdmin !== before.isAdmin && { roles: rolesWith(user.roles, values.isAdmin) }),
      },
      {
        onSuccess: (saved) => {
          setValues(valuesOf(saved));
          notify(t('users.detail.saved', { name: saved.name }));
        },
      },
    );
  };
  const isChanged = JSON.stringify(values) !== JSON.stringify(valuesOf(user));
  return (
    <form onSubmit={submit}>
      <Stack>
        <UserFields values={values} onChange={setValues} error={update.error} />
        {update.error && !isBesideFields(update.error) && <ProblemView error={update.error} />}
        <Group>
          <Button type="submit" disabled={!isChanged} loading={update.isPending}>
            {t('users.detail.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
