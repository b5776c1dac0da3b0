import { z } from 'zod';

/** The languages that the guides are written in, the usual one first. */
export const GuideLanguage = z.enum(['en', 'de']);
export type GuideLanguage = z.infer<typeof GuideLanguage>;

/** Where a link of a guide leads here: beside each other on the code host, below /guides with us. */
export const toGuideAddress = (href: string): string => {
  const [, picture] = /^\.\.\/pictures\/([\w-]+\.svg)$/.exec(href) ?? [];
  if (picture) return `/guides/pictures/${picture}`;
  const [, provider, anchor = ''] = /^(?:\.\/)?([a-z]+)\.md(#[\w-]+)?$/.exec(href) ?? [];
  return provider ? `/guides/${provider}${anchor}` : href;
};

/** What stands in a guide for what differs from connection to connection; the form beside it has the real one. */
export const fillInGuide = (html: string, brokerUrl: string): string =>
  html
    .replaceAll('{redirectUri}', `${brokerUrl}/oauth2/idpresponse/…`)
    .replaceAll('{brokerUrl}', () => brokerUrl);
