#!/bin/sh
# Start a throw-away PostgreSQL with PostGIS in installed/postgis, as the user postgres;
# stop it again with: postgis.sh stop
set -eu
here=$(dirname "$(readlink -f "$0")")
bin=/usr/lib/postgresql/15/bin
home=${PEERS_POSTGRES:-/tmp/rangeviz-peers-postgis}
as_postgres() { su postgres -s /bin/sh -c "$*"; }
if [ "${1:-start}" = stop ]; then
    as_postgres "$bin/pg_ctl -D $home/data -m fast stop" >/dev/null
    rm -rf "$home"
    exit
fi
mkdir -p "$home"
chown postgres "$home"
as_postgres "$bin/initdb -D $home/data -A trust -U postgres" >/dev/null
as_postgres "$bin/pg_ctl -D $home/data -w start -l $home/log \
    -o '-k $home -c listen_addresses='" >/dev/null
psql -q -h "$home" -U postgres -c 'CREATE EXTENSION postgis'
echo "$home"
