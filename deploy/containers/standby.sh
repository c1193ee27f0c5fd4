#!/bin/sh
# A standby: a copy of the primary the first time, which then follows it until somebody promotes it.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    PGPASSWORD=$(cat /run/secrets/database)
    export PGPASSWORD
    pg_basebackup --pgdata="$PGDATA" --host=database --username=cbtneuro --wal-method=stream --checkpoint=fast --write-recovery-conf
fi
exec postgres -c cluster_name=standby -c wal_keep_size=256MB
