import { shellDe } from './shell.de.js';
import { ssoDe } from './sso.de.js';
import type { en } from './en.js';
import type { Translated } from './translated.js';

/** The texts of the frame and of the first page in German. */
export const de: Translated<typeof en> = {
  shell: shellDe,
  sso: ssoDe,
};
