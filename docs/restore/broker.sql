-- After a backup of the broker's database was restored, as its owner, before a broker starts. docs/backup.md says why.
BEGIN;
-- Codes, refresh tokens and sessions: some were used, replaced or ended after the backup.
TRUNCATE provider_artifact, session, upstream_token, logout_delivery;
-- Keys that were withdrawn after the backup. The first broker that starts makes new ones.
TRUNCATE signing_key;
-- What was known of settings. It is asked for again, whatever backup sso-config has been restored from.
TRUNCATE tenant_settings, tenant_handle;
UPDATE settings_contact SET cursor = NULL, contacted_at = '-infinity';
COMMIT;
