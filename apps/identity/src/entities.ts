import { FactorRow } from './factors/factor.entity.js';
import { PasskeyChallengeRow } from './factors/passkey-challenge.entity.js';
import { ImportRefusalRow } from './imports/import-refusal.entity.js';
import { UserImportRow } from './imports/user-import.entity.js';
import { LinkRow } from './links/link.entity.js';
import { MailRow } from './mail/mail.entity.js';
import { MailboxProofRow } from './match/mailbox-proof.entity.js';
import { ResolutionRow } from './match/resolution.entity.js';
import { PasswordLinkRow } from './passwords/password-link.entity.js';
import { PasswordRow } from './passwords/password.entity.js';
import { RecoveryCodeRow } from './recovery/recovery-code.entity.js';
import { RehearsalRow } from './rehearsals/rehearsal.entity.js';
import { RehearsedUserRow } from './rehearsals/rehearsed-user.entity.js';
import { UserRow } from './users/user.entity.js';

/** Every table of this service that TypeORM knows. */
export const ENTITIES = [
  UserRow,
  PasswordRow,
  PasswordLinkRow,
  LinkRow,
  ResolutionRow,
  MailboxProofRow,
  MailRow,
  UserImportRow,
  ImportRefusalRow,
  RehearsalRow,
  RehearsedUserRow,
  FactorRow,
  PasskeyChallengeRow,
  RecoveryCodeRow,
];
