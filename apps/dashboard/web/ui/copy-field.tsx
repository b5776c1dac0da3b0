import { ActionIcon, CopyButton, Group, Input, TextInput, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useId, type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from './announce.js';

interface CopyFieldProps {
  label: string;
  value: string;
  description?: ReactNode;
}

/** A value to be pasted elsewhere: readable, selectable, and copied by a button that says so. */
export const CopyField = ({ label, value, description }: CopyFieldProps): JSX.Element => {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Input.Wrapper id={id} label={label} description={description}>
      <Group gap="xs" wrap="nowrap" mt={4}>
        <TextInput
          id={id}
          value={value}
          readOnly
          flex={1}
          onFocus={({ currentTarget }) => currentTarget.select()}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <CopyButton value={value} timeout={2500}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t('shell.copied') : t('shell.copy')} opened={copied ? true : undefined}>
              <ActionIcon
                size={36}
                variant={copied ? 'filled' : 'default'}
                color={copied ? 'teal.9' : undefined}
                aria-label={t('shell.copyNamed', { label })}
                onClick={() => {
                  copy();
                  announce(t('shell.copied'));
                }}
              >
                {copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Group>
    </Input.Wrapper>
  );
};
