-- After a backup of the dashboard's database was restored, as its owner, before the dashboard starts. docs/backup.md says why.
BEGIN;
-- The dashboard's own sessions: some were ended after the backup.
TRUNCATE dashboard_session;
COMMIT;
