import { shellEn } from './shell.en.js';
import { ssoEn } from './sso.en.js';

/** The texts of the frame and of the first page; the others come with their pages. */
export const en = {
  shell: shellEn,
  sso: ssoEn,
};
