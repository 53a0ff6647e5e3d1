#!/bin/sh
# A private PostgreSQL for tests: a fresh cluster in a folder of its own,
# reached only through a socket in it, without fsync. Under root it runs as
# user postgres.
#
#   test/postgres.sh start [DIR]        starts one, prints its URL
#   test/postgres.sh stop URL|DIR       stops it and removes the folder
#   test/postgres.sh restart URL|DIR    stops it as a crash would, starts it
#   test/postgres.sh run COMMAND [ARG]  runs COMMAND with the URL of one that
#                                       lasts as long in GILJABI_TEST_POSTGRES;
#                                       without PostgreSQL, runs COMMAND bare
#
# The database is "giljabi": UTF-8, sorted by code point, as SQLite sorts.
# GILJABI_TEST_POSTGRES_SCRIPT tells COMMAND where this script is.
set -eu

fail() {
	echo "postgres.sh: $*" >&2
	exit 1
}

find_bin() {
	for bin in "$(pg_config --bindir 2>/dev/null)" \
	    /usr/lib/postgresql/*/bin; do
		[ -x "$bin/initdb" ] && found=$bin
	done
	[ -n "${found:-}" ]
}

as_postgres() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=postgres --regid=postgres --clear-groups \
		    env HOME="$folder" "$@"
	else
		"$@"
	fi
}

# The folder of a URL; a folder is one already.
folder_of() {
	case $1 in
	postgresql://*) folder=${1#*host=}; folder=${folder%%&*} ;;
	*) folder=$1 ;;
	esac
	[ -f "$folder/data/PG_VERSION" ] || fail "no cluster in $folder"
}

server() {
	(cd "$folder" && as_postgres "$found/pg_ctl" -s -w -t 30 \
	    -D "$folder/data" -l "$folder/log" "$@") >&2 || {
		tail -n 20 "$folder/log" >&2
		fail "pg_ctl $* failed"
	}
}

cluster_make() {
	as_postgres "$found/initdb" -D "$folder/data" -U postgres -A trust \
	    -E UTF8 --locale=C --no-sync >/dev/null
	cat >>"$folder/data/postgresql.conf" <<-END
		listen_addresses = ''
		unix_socket_directories = '$folder'
		fsync = off
		max_connections = 200
		log_min_messages = fatal
	END
}

start() {
	folder=${1:-$(mktemp -d "${TMPDIR:-/tmp}/giljabi-pg.XXXXXX")}
	mkdir -p "$folder"
	folder=$(cd "$folder" && pwd)
	[ ! -e "$folder/data" ] || fail "$folder is in use"
	[ "$(id -u)" != 0 ] || chown postgres: "$folder"
	cluster_make
	server start
	as_postgres "$found/createdb" -h "$folder" -U postgres giljabi >&2
	url="postgresql:///giljabi?host=$folder&user=postgres"
}

stop() {
	folder_of "$1"
	(server stop -m immediate) || true	# it may have ended by itself
	rm -rf "$folder"
}

run() {
	if ! find_bin; then
		echo "skipped: no PostgreSQL" >&2
		exec "$@"
	fi
	start
	trap 'stop "$url"' EXIT
	trap 'exit 1' INT TERM HUP
	status=0
	GILJABI_TEST_POSTGRES=$url GILJABI_TEST_POSTGRES_SCRIPT=$script \
	    "$@" || status=$?
	exit "$status"
}

script=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
command=${1:-}
[ $# -eq 0 ] || shift
case $command in
start)
	find_bin || fail "PostgreSQL is not installed"
	start "$@"
	echo "$url"
	;;
stop)
	find_bin || fail "PostgreSQL is not installed"
	stop "$1"
	;;
restart)
	find_bin || fail "PostgreSQL is not installed"
	folder_of "$1"
	server restart -m immediate
	;;
run)
	run "$@"
	;;
*)
	sed -n '2,15s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac
