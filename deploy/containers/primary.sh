#!/bin/sh
# Once, where the primary has made its files: the standby may copy and follow it.
set -eu
echo "host replication all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
