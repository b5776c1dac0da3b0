import { Alert, Anchor, Paper, ScrollArea, Title } from '@mantine/core';
import type { Provider } from '@portico/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { offline, readRefusal } from '../api/refusal.js';
import { useSession } from '../api/session.js';
import { useLanguage, type Language } from '../texts/index.js';
import { Loading } from '../ui/loading.js';
import classes from './guide.module.css';
import { fillIn } from './guide.rules.js';

const guideQuery = (provider: Provider, language: Language) =>
  queryOptions({
    queryKey: ['guide', provider, language],
    queryFn: async ({ signal }): Promise<string> => {
      const answer = await fetch(`/guides/${provider}/fragment?language=${language}`, { signal }).catch(
        () => {
          throw offline();
        },
      );
      if (!answer.ok) throw await readRefusal(answer);
      return await answer.text();
    },
    staleTime: Infinity,
  });

interface GuideProps {
  provider: Provider;
  /** The redirect URI of the connection that it is read for. */
  redirectUri?: string;
  /** Where it may tell of a sign-out. */
  backchannelLogoutUri?: string;
  /** Whether it stands beside a form, and scrolls by itself. */
  isBeside?: boolean;
}

/** The guide of a provider, as the server has made HTML of it. */
export const Guide = ({
  provider,
  redirectUri,
  backchannelLogoutUri,
  isBeside = false,
}: GuideProps): JSX.Element => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { brokerUrl } = useSession();
  const { data, isPending } = useQuery(guideQuery(provider, language));
  const html = useMemo(
    () => ({ __html: fillIn(data ?? '', { redirectUri, backchannelLogoutUri, brokerUrl }) }),
    [data, redirectUri, backchannelLogoutUri, brokerUrl],
  );
  const name = t(`sso.provider.${provider}`);
  if (isPending) return <Loading rows={2} height={160} />;
  if (data === undefined)
    return (
      <Alert color="gray" title={t('setUp.guideFor', { provider: name })}>
        {t('setUp.guideAway')}{' '}
        <Anchor href={`/guides/${provider}?language=${language}`} target="_blank" rel="noopener" inherit>
          {t('setUp.guideOpen')}
        </Anchor>
      </Alert>
    );
  const body = <div className={classes['guide']} dangerouslySetInnerHTML={html} />;
  return (
    <Paper withBorder p="lg" component="aside" aria-label={t('setUp.guideFor', { provider: name })}>
      {isBeside ? (
        <>
          <Title order={2} size="h5" mb="sm">
            {t('setUp.guideFor', { provider: name })}
          </Title>
          <ScrollArea.Autosize mah="70vh" type="auto" viewportProps={{ tabIndex: 0 }} offsetScrollbars>
            {body}
          </ScrollArea.Autosize>
        </>
      ) : (
        body
      )}
    </Paper>
  );
};
