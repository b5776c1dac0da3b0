import type { en } from './en.js';
import { domainsDe } from './domains.de.js';
import { enforceDe } from './enforce.de.js';
import { historyDe } from './history.de.js';
import { recoveryDe } from './recovery.de.js';
import { revisionsDe } from './revisions.de.js';
import { setUpLinkDe } from './set-up-link.de.js';
import { shellDe } from './shell.de.js';
import { setUpDe } from './set-up.de.js';
import { ssoDe } from './sso.de.js';
import { supportDe } from './support.de.js';
import { usersDe } from './users.de.js';
import type { Translated } from './translated.js';

/** Every text in German. */
export const de: Translated<typeof en> = {
  domains: domainsDe,
  enforce: enforceDe,
  history: historyDe,
  recovery: recoveryDe,
  revisions: revisionsDe,
  setUp: setUpDe,
  setUpLink: setUpLinkDe,
  shell: shellDe,
  sso: ssoDe,
  support: supportDe,
  users: usersDe,
};
