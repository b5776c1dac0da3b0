import { domainsEn } from './domains.en.js';
import { enforceEn } from './enforce.en.js';
import { historyEn } from './history.en.js';
import { recoveryEn } from './recovery.en.js';
import { revisionsEn } from './revisions.en.js';
import { setUpLinkEn } from './set-up-link.en.js';
import { setUpEn } from './set-up.en.js';
import { supportEn } from './support.en.js';
import { usersEn } from './users.en.js';

/** The texts of every other page in English, one key for each area. */
export const enRest = {
  domains: domainsEn,
  enforce: enforceEn,
  history: historyEn,
  recovery: recoveryEn,
  revisions: revisionsEn,
  setUpLink: setUpLinkEn,
  setUp: setUpEn,
  support: supportEn,
  users: usersEn,
};
