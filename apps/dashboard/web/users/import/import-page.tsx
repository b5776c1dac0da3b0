import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../../api/session.js';
import { Loaded } from '../../ui/loaded.js';
import { PageLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { ImportExample } from './import-example.js';
import { ImportView } from './import-view.js';
import { readImport } from './run-import.js';

/** Users from a file. The import's id is in the address, so that a reload finds it again. */
export const ImportPage = (): JSX.Element => {
  const { t } = useTranslation();
  const { import: importId } = useSearch({ strict: false });
  const navigate = useNavigate();
  const begin = (): void =>
    void navigate({
      to: '/settings/users/import',
      search: { import: crypto.randomUUID() },
      replace: importId === undefined,
    });
  useEffect(() => {
    if (importId === undefined) begin();
  });
  return (
    <Page
      title={t('users.importing.title')}
      lead={t('users.importing.lead')}
      above={<PageLink to="/settings/users">← {t('users.importing.back')}</PageLink>}
    >
      {importId !== undefined && <OneImport key={importId} importId={importId} onAnother={begin} />}
      <ImportExample />
    </Page>
  );
};

interface OneImportProps {
  importId: string;
  onAnother: () => void;
}

const OneImport = (props: OneImportProps): JSX.Element => {
  const tenantId = useTenantId();
  const query = useQuery({
    queryKey: ['user-import', tenantId, props.importId],
    queryFn: () => readImport(tenantId, props.importId),
    staleTime: Infinity,
  });
  return <Loaded query={query}>{(before) => <ImportView {...props} before={before} />}</Loaded>;
};
