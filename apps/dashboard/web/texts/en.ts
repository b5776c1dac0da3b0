import { shellEn } from './shell.en.js';

/** Every text in English, one key for each area. */
export const en = { shell: shellEn };
