import type { Connection, ConnectionDraft, ConnectionRevision, UpdateConnection } from '@portico/contracts';
import type { SetUpStep } from './steps.rules.js';

/** What stands in the fields. The secret is empty unless it is typed here. */
export interface FormValues {
  name: string;
  clientId: string;
  clientSecret: string;
  discoveryUrl: string;
  userinfoMethod: 'GET' | 'POST';
  /** A day, such as 2027-05-31; empty for none. */
  secretExpiresOn: string;
  scopes: string;
  emailClaim: string;
  tokenAuth: 'auto' | 'basic' | 'post';
  issuesOwnAddressesOnly: boolean;
}

export type FormField = keyof FormValues;

type Values = Omit<ConnectionRevision, 'revision' | 'status' | 'savedBy' | 'savedAt' | 'changed'>;

export const toDay = (instant: string | null | undefined): string => instant?.slice(0, 10) ?? '';

/** The end of the day, so that a secret which ends today still counts today. */
export const toInstant = (day: string): string | null => (day === '' ? null : `${day}T23:59:59.000Z`);

/** The newest saved values as fields. */
export const toForm = (name: string, values: Values): FormValues => ({
  name,
  clientId: values.clientId ?? '',
  clientSecret: '',
  discoveryUrl: values.issuer ?? '',
  userinfoMethod: values.userinfoMethod,
  secretExpiresOn: toDay(values.secretExpiresAt),
  scopes: values.scopes.join(' '),
  emailClaim: values.emailClaim,
  tokenAuth: values.tokenAuth,
  issuesOwnAddressesOnly: values.issuesOwnAddressesOnly,
});

/** The saved values with what was typed and not saved over them. */
export const withDraft = (form: FormValues, draft: ConnectionDraft | null): FormValues =>
  draft === null
    ? form
    : {
        ...form,
        clientId: draft.clientId ?? form.clientId,
        discoveryUrl: draft.discoveryUrl ?? form.discoveryUrl,
        userinfoMethod: draft.userinfoMethod ?? form.userinfoMethod,
        secretExpiresOn:
          draft.secretExpiresAt === undefined ? form.secretExpiresOn : toDay(draft.secretExpiresAt),
      };

/** What is kept on the server while it is not saved: never the secret. */
export const toDraft = (step: SetUpStep, form: FormValues): ConnectionDraft => ({
  step,
  clientId: form.clientId,
  discoveryUrl: form.discoveryUrl,
  userinfoMethod: form.userinfoMethod,
  secretExpiresAt: toInstant(form.secretExpiresOn),
});

/** The fields that differ from what is saved. */
export const changedFields = (form: FormValues, saved: FormValues): FormField[] =>
  (Object.keys(saved) as FormField[]).filter((field) => form[field] !== saved[field]);

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const TO_UPDATE: { [F in FormField]: (form: FormValues) => UpdateConnection } = {
  name: ({ name }) => ({ name }),
  clientId: ({ clientId }) => ({ clientId }),
  clientSecret: ({ clientSecret }) => ({ clientSecret }),
  discoveryUrl: ({ discoveryUrl }) => ({ discoveryUrl }),
  userinfoMethod: ({ userinfoMethod }) => ({ userinfoMethod }),
  secretExpiresOn: ({ secretExpiresOn }) => ({ secretExpiresAt: toInstant(secretExpiresOn) }),
  scopes: ({ scopes }) => ({ scopes: words(scopes) }),
  emailClaim: ({ emailClaim }) => ({ emailClaim: emailClaim.trim() }),
  tokenAuth: ({ tokenAuth }) => ({ tokenAuth }),
  issuesOwnAddressesOnly: ({ issuesOwnAddressesOnly }) => ({ issuesOwnAddressesOnly }),
};

/** Only what was changed is sent, so that what somebody else saved meanwhile is not overwritten unasked. */
export const toUpdate = (form: FormValues, saved: FormValues): UpdateConnection => {
  const changed = changedFields(form, saved);
  // A new secret without an end has none: the old one's is not the new one's.
  const fields: FormField[] =
    changed.includes('clientSecret') && form.secretExpiresOn !== ''
      ? [...new Set<FormField>([...changed, 'secretExpiresOn'])]
      : changed;
  return Object.assign({}, ...fields.map((field) => TO_UPDATE[field](form))) as UpdateConnection;
};

/** What has to be typed before anything can be saved. */
export const missingFields = (
  { provider, clientSecretSet }: Pick<Connection, 'provider' | 'clientSecretSet'>,
  form: FormValues,
): FormField[] => {
  if (provider === 'google') return [];
  const needed: FormField[] = [
    'clientId',
    ...(clientSecretSet ? [] : ['clientSecret' as const]),
    'discoveryUrl',
  ];
  return needed.filter((field) => form[field] === '');
};

/** The field of the form that a field of the API is typed into. */
export const toFormField = (apiField: string): FormField | undefined =>
  apiField === 'secretExpiresAt'
    ? 'secretExpiresOn'
    : (Object.keys(TO_UPDATE) as FormField[]).find((field) => field === apiField);

/** What a person types anew over what somebody else has saved: their own changes alone. */
export const rebase = (mine: FormValues, before: FormValues, theirs: FormValues): FormValues => ({
  ...theirs,
  ...Object.fromEntries(changedFields(mine, before).map((field) => [field, mine[field]])),
});
