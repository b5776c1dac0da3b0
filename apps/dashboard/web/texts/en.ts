import { domainsEn } from './domains.en.js';
import { enforceEn } from './enforce.en.js';
import { historyEn } from './history.en.js';
import { recoveryEn } from './recovery.en.js';
import { revisionsEn } from './revisions.en.js';
import { setUpLinkEn } from './set-up-link.en.js';
import { shellEn } from './shell.en.js';
import { setUpEn } from './set-up.en.js';
import { ssoEn } from './sso.en.js';
import { supportEn } from './support.en.js';
import { usersEn } from './users.en.js';

/** Every text in English, one key for each area. */
export const en = {
  domains: domainsEn,
  enforce: enforceEn,
  history: historyEn,
  recovery: recoveryEn,
  revisions: revisionsEn,
  setUp: setUpEn,
  setUpLink: setUpLinkEn,
  shell: shellEn,
  sso: ssoEn,
  support: supportEn,
  users: usersEn,
};
