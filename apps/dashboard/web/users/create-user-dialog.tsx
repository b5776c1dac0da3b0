import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core';
import type { User } from '@portico/contracts';
import { useState, type SubmitEvent, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../ui/notices.js';
import { ProblemView, useProblemText } from '../ui/problem-view.js';
import { isBesideFields, UserFields, type UserValues } from './user-fields.js';
import { useCreateUser, useSendPasswordLink } from './users.js';

const NOBODY: UserValues = { name: '', email: '', externalId: '', isAdmin: false };

interface CreateUserDialogProps {
  opened: boolean;
  /** Who it is, where that is known already. */
  email?: string | undefined;
  name?: string | undefined;
  onClose: () => void;
}

/** Adds a user, and mails the link by which they choose a password where that is wanted. */
export const CreateUserDialog = ({
  opened,
  onClose,
  email = '',
  name = '',
}: CreateUserDialogProps): JSX.Element => {
  const { t } = useTranslation();
  const [values, setValues] = useState({ ...NOBODY, email, name });
  const [isLinkWanted, setLinkWanted] = useState(false);
  const create = useCreateUser();
  const tell = useTellAdded();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { externalId, isAdmin } = values;
    create.mutate(
      {
        name: values.name.trim(),
        email: values.email.trim(),
        externalId: externalId.trim() || null,
        roles: isAdmin ? ['member', 'tenant_admin'] : ['member'],
      },
      {
        onSuccess: (user) => {
          setValues(NOBODY);
          onClose();
          tell(user, isLinkWanted);
        },
      },
    );
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('users.create.title')}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <UserFields values={values} onChange={setValues} error={create.error} />
          <Checkbox
            label={t('users.create.sendLink')}
            description={t('users.create.sendLinkHelp')}
            checked={isLinkWanted}
            onChange={({ currentTarget }) => setLinkWanted(currentTarget.checked)}
          />
          {create.error && !isBesideFields(create.error) && <ProblemView error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('shell.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('users.create.action')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};

/** Says that a user was added. A link that cannot be mailed takes nothing back. */
const useTellAdded = (): ((user: User, isLinkWanted: boolean) => void) => {
  const { t } = useTranslation();
  const problem = useProblemText();
  const sendLink = useSendPasswordLink();
  return ({ id, name }, isLinkWanted) => {
    if (!isLinkWanted) {
      notify(t('users.create.done', { name }));
      return;
    }
    sendLink.mutate(id, {
      onSuccess: () => notify(t('users.create.doneWithLink', { name })),
      onError: (error) =>
        notify(t('users.create.doneWithoutLink', { name, reason: problem(error) }), 'failed'),
    });
  };
};
