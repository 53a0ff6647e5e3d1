#!/bin/sh
# The engine's promise: the same bytes on every compiler. Builds engine_dump
# three ways and compares what it writes. Leaves with 77 (skipped) where a
# compiler is missing.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

flags='-std=c17 -D_POSIX_C_SOURCE=200809L -ffp-contract=off -Isrc -Itest'
sources='test/engine_dump.c test/engine_cases.c
	src/engine/interest.c src/engine/match.c src/base/memory.c'

for way in 'gcc -O0' 'gcc -O3' 'clang -O3'; do
	if ! command -v "${way% *}" > "$folder/which"; then
		echo "skipped: no ${way% *}"
		exit 77
	fi
	# Words of $way, $flags and $sources are meant to be split.
	# shellcheck disable=SC2086
	$way $flags $sources -o "$folder/dump" -lm
	"$folder/dump" > "$folder/out"
	echo "$(cksum < "$folder/out") $way"
	[ -e "$folder/first" ] || cp "$folder/out" "$folder/first"
	cmp "$folder/first" "$folder/out"
done
