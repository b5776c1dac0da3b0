import { type CookieKeys, openCookie, sealCookie } from '@portico/secrets';
import type { AnswerSeal } from '@portico/service-kit';

const KEPT_SECONDS = 25 * 60 * 60;

/** Seals kept answers, because the one to a new application holds its secret; whoever reads the table cannot open them. */
export const sealAnswers = (keys: CookieKeys): AnswerSeal => ({
  seal: async (purpose, text) => await sealCookie(keys, `answer ${purpose}`, text, KEPT_SECONDS),
  open: async (purpose, sealed) =>
    (await openCookie(keys, `answer ${purpose}`, sealed)) as string | undefined,
});
