import { Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface Mistake {
  message: string;
  corrected?: string | undefined;
}

interface CheckedFieldProps {
  label: string;
  description: ReactNode;
  value: string;
  mistake: Mistake | undefined;
  isChecking: boolean;
  isFine: boolean;
  /** Typed with dots, and never filled in by the browser. */
  isSecret?: boolean;
  maxLength: number;
  onChange: (value: string) => void;
  onLeave: (value: string) => void;
}

const Right = ({
  isChecking,
  isFine,
}: Pick<CheckedFieldProps, 'isChecking' | 'isFine'>): JSX.Element | null => {
  if (isChecking) return <Loader size={16} aria-hidden />;
  return isFine ? (
    <IconCircleCheck size={18} color="var(--mantine-color-green-light-color)" aria-hidden />
  ) : null;
};

/** A field that is checked when it is left: the mistake stands below it, with what was meant as a button. */
export const CheckedField = (props: CheckedFieldProps): JSX.Element => {
  const { t } = useTranslation();
  const { label, description, value, mistake, isChecking, isFine, isSecret = false } = props;
  const corrected = mistake?.corrected;
  return (
    <Stack gap={6}>
      <TextInput
        label={label}
        description={description}
        value={value}
        maxLength={props.maxLength}
        error={mistake?.message}
        onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
        onBlur={() => props.onLeave(value)}
        type={isSecret ? 'password' : 'text'}
        autoComplete={isSecret ? 'new-password' : 'off'}
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        data-1p-ignore
        rightSection={<Right isChecking={isChecking} isFine={isFine} />}
        withAsterisk={false}
      />
      {corrected !== undefined && (
        <Group>
          <Button
            size="xs"
            variant="light"
            maw="100%"
            h="auto"
            mih={30}
            styles={{ label: { whiteSpace: 'normal', overflowWrap: 'anywhere', textAlign: 'left' } }}
            onClick={() => {
              props.onChange(corrected);
              props.onLeave(corrected);
            }}
          >
            {t('setUp.values.use', { value: corrected })}
          </Button>
        </Group>
      )}
      <Text size="xs" c="dimmed" role="status" aria-live="polite" hidden={!isChecking && !isFine}>
        {isChecking ? t('setUp.values.checking') : isFine ? t('setUp.values.checked') : ''}
      </Text>
    </Stack>
  );
};
