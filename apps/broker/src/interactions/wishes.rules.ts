import { z } from 'zod';

/** How the application wants somebody to have signed in (OpenID Connect Core 1.0 §3.1.2.1, §5.5.1.1). */
export const Wishes = z.object({
  /** `prompt=login`: now, whatever session there is. */
  afresh: z.boolean().default(false),
  /** At most so many seconds ago. */
  maxAgeSeconds: z.int().min(0).optional(),
  /** Preferred ways of proving who it is, in their order. */
  acrValues: z.array(z.string()).default([]),
  /** One of these, or not at all. */
  essentialAcrs: z.array(z.string()).default([]),
  /** Preferred languages (RFC 5646), for the provider's screens. */
  uiLocales: z.string().optional(),
});
export type Wishes = z.infer<typeof Wishes>;

/** An application that calls acr essential says so in the parameter `claims`. */
const AcrRequest = z.object({
  essential: z.literal(true),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
});

/** Reads the wishes of an authorization request that oidc-provider has found valid. */
export const readWishes = (parameters: Readonly<Record<string, unknown>>): Wishes => ({
  afresh: wordsOf(parameters['prompt']).includes('login'),
  maxAgeSeconds: secondsOf(parameters['max_age']),
  acrValues: wordsOf(parameters['acr_values']),
  essentialAcrs: essentialAcrsOf(parameters['claims']),
  uiLocales: localesOf(parameters['ui_locales']),
});

/** The wishes in the words of an authorization request of our own to the identity provider. */
export const toUpstreamWishes = ({
  afresh,
  maxAgeSeconds,
  acrValues,
  essentialAcrs,
  uiLocales,
}: Wishes): { prompt?: string; maxAge?: number; acrValues?: string; uiLocales?: string } => {
  const acrs = [...new Set([...acrValues, ...essentialAcrs])];
  return {
    ...(afresh && { prompt: 'login' }),
    ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }),
    ...(acrs.length > 0 && { acrValues: acrs.join(' ') }),
    ...(uiLocales !== undefined && { uiLocales }),
  };
};

const wordsOf = (value: unknown): string[] =>
  typeof value === 'string' ? value.split(' ').filter(Boolean) : [];

/** What is not a list of language tags is left out, and so is one that is longer than anybody's. */
const localesOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Za-z0-9-]+(?: [A-Za-z0-9-]+)*$/.test(value) && value.length <= 100
    ? value
    : undefined;

const secondsOf = (value: unknown): number | undefined => {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const seconds = Number(value);
  return Number.isSafeInteger(seconds) && seconds >= 0 ? seconds : undefined;
};

const essentialAcrsOf = (claims: unknown): string[] => {
  if (typeof claims !== 'string') return [];
  const { id_token: idToken } = JSON.parse(claims) as { id_token?: { acr?: unknown } };
  const { data } = AcrRequest.safeParse(idToken?.acr);
  return data ? [...(data.values ?? []), ...(data.value === undefined ? [] : [data.value])] : [];
};
