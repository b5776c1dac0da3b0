import type { en } from './en.js';
import { shellDe } from './shell.de.js';
import { ssoDe } from './sso.de.js';
import type { Translated } from './translated.js';

/** Every text in German. */
export const de: Translated<typeof en> = { shell: shellDe, sso: ssoDe };
