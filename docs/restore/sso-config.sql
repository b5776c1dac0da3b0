-- After a backup of sso-config's database was restored, as its owner, before sso-config starts. docs/backup.md says why.
BEGIN;
-- Links that may have been opened or revoked after the backup.
TRUNCATE set_up_link;
COMMIT;
