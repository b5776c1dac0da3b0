import { domainsDe } from './domains.de.js';
import { enforceDe } from './enforce.de.js';
import { historyDe } from './history.de.js';
import { recoveryDe } from './recovery.de.js';
import { revisionsDe } from './revisions.de.js';
import { setUpLinkDe } from './set-up-link.de.js';
import { setUpDe } from './set-up.de.js';
import { supportDe } from './support.de.js';
import { usersDe } from './users.de.js';
import type { enRest } from './en.rest.js';
import type { Translated } from './translated.js';

/** The texts of every other page in German. */
export const deRest: Translated<typeof enRest> = {
  domains: domainsDe,
  enforce: enforceDe,
  history: historyDe,
  recovery: recoveryDe,
  revisions: revisionsDe,
  setUpLink: setUpLinkDe,
  setUp: setUpDe,
  support: supportDe,
  users: usersDe,
};
