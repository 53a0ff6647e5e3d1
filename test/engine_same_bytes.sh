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
	src/engine/calibrate.c src/engine/calibrate_curve.c
	src/engine/calibrate_fit.c src/engine/calibrate_patterns.c
	src/engine/calibrate_posteriors.c src/engine/calibrate_traits.c
	src/engine/calibrate_turns.c src/engine/dif.c src/engine/fair.c
	src/engine/fair_fit.c src/engine/fair_people.c
	src/engine/fair_shares.c src/engine/logit.c
	src/engine/change.c src/engine/interest.c src/engine/interest_first.c
	src/engine/interest_table.c src/engine/interest_traits.c
	src/engine/answer_features.c src/engine/choice.c
	src/engine/match.c src/engine/measure.c
	src/engine/match_answers.c src/engine/match_labels.c src/engine/numeric.c src/engine/related.c
	src/engine/adaptive.c src/engine/adaptive_form.c
	src/engine/adaptive_people.c src/engine/residual.c
	src/engine/responses.c src/base/memory.c'

for way in 'gcc -O0' 'gcc -O3' 'clang -O3' 'gcc -O3 -DNARROW'; do
	if ! command -v "${way%% *}" > "$folder/which"; then
		echo "skipped: no ${way%% *}"
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
