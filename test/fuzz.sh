#!/bin/sh
# Runs every libFuzzer target for a while, two at a time, with the addresses and
# undefined behaviour watched. What they found before stands in build-fuzz/corpus
# and is gone through first; test/corpus/TARGET holds the first inputs.
# usage: test/fuzz.sh [SECONDS] [TARGET …]      (30 seconds, all targets)
set -eu
cd "$(dirname "$0")/.."

seconds=${1:-30}
[ $# -eq 0 ] || shift
case $seconds in
'' | *[!0-9]*) sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

build=build-fuzz
if [ ! -e $build/build.ninja ]; then
	CC=clang meson setup $build -Dfuzz=true -Db_lundef=false \
	    -Db_sanitize=address,undefined --buildtype=debugoptimized >&2
fi
target_names() {
	ninja -C $build -t targets all | sed -n 's/^\(.*_fuzz\): .*/\1/p' | sort
}

ninja -C $build build.ninja >&2 # targets added since
# shellcheck disable=SC2046 # a word each
ninja -C $build $(target_names) >&2

# Runs one; its words go to a log, an input that it fails on beside it.
fuzz_one() { # PROGRAM
	name=$(basename "$1")
	own=$build/corpus/$name
	found=$build/found/$name
	rm -rf "$found"
	mkdir -p "$own" "$found"
	set -- "$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
	    -print_final_stats=1 -artifact_prefix="$found/"
	[ ! -e "test/corpus/$name.dict" ] ||
	    set -- "$@" -dict="test/corpus/$name.dict"
	set -- "$@" "$own"
	[ ! -d "test/corpus/$name" ] || set -- "$@" "test/corpus/$name"
	LSAN_OPTIONS=suppressions=src/paper/leaks.supp \
	    "$@" >"$found/log" 2>&1
}

verdict() { # PROGRAM STATUS
	name=$(basename "$1")
	found=$build/found/$name
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$found/log")
	if [ "$2" = 0 ]; then
		echo "$name: ${runs:-0} runs in $seconds s"
		return 0
	fi
	echo "$name: FAILED"
	tail -n 60 "$found/log"
	for input in "$found"/*-*; do
		[ -f "$input" ] || continue
		echo "$input, as hex:"
		od -An -v -tx1 "$input" | tr -d ' \n'
		echo
	done
	return 1
}

wanted() { # PROGRAM NAME …
	program=$(basename "$1")
	shift
	[ $# -gt 0 ] || return 0
	for name; do
		[ "$program" != "$name" ] || return 0
	done
	return 1
}

# The second of a pair runs beside the first.
failed=0
first=
count=0
pair_end() {
	status=0
	wait "$job" || status=$?
	verdict "$first" $status || failed=1
	first=
}
for target in $(target_names | sed "s|^|$build/|"); do
	wanted "$target" "$@" || continue
	count=$((count + 1))
	if [ -z "$first" ]; then
		first=$target
		fuzz_one "$target" &
		job=$!
	else
		status=0
		fuzz_one "$target" || status=$?
		verdict "$target" $status || failed=1
		pair_end
	fi
done
[ -z "$first" ] || pair_end
[ $count -gt 0 ] || { echo "fuzz: there is no such target" >&2; exit 1; }
exit $failed
