import { shellEn } from './shell.en.js';
import { ssoEn } from './sso.en.js';

/** Every text in English, one key for each area. */
export const en = { shell: shellEn, sso: ssoEn };
