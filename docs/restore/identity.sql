-- After a backup of identity's database was restored, as its owner, before identity starts. docs/backup.md says why.
BEGIN;
-- What counts once, and may have been used after the backup.
TRUNCATE password_link, mailbox_proof, passkey_challenge;
-- Administrators make theirs anew; until then only break-glass mends a company that is locked out.
TRUNCATE recovery_code;
COMMIT;
