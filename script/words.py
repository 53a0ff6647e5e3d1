#!/usr/bin/env python3
"""Turns lang/<language>/*.json into a sorted C table; fails when a language
lacks an id or a variable, or when an id stands twice.

usage: words.py LANG_FOLDER OUT.c
"""
import json, pathlib, re, sys

LANGUAGES = ("ko", "en")


def read(folder):
    words, errors = {}, []
    for file in sorted(folder.glob("*.json")):
        pairs = json.loads(file.read_text("utf-8"), object_pairs_hook=list)
        for key, text in pairs:
            if key in words:
                errors.append(f"{file.name}: {key} stands twice")
            if not isinstance(text, str) or not text.strip():
                errors.append(f"{file.name}: {key} is empty")
            words[key] = text
    return words, errors


def variables(text):
    return sorted({name.split(":")[0] for name in re.findall(r"\{([^{}]+)\}", text)})


def check(words):
    errors = []
    for key in sorted(set().union(*(w.keys() for w in words.values()))):
        missing = [name for name in LANGUAGES if key not in words[name]]
        if missing:
            errors.append(f"{key}: no text in {', '.join(missing)}")
        elif len({tuple(variables(words[name][key])) for name in LANGUAGES}) > 1:
            errors.append(f"{key}: the languages name different variables")
    return errors


def quote(text):
    out = "".join(c if 0x20 <= ord(c) < 0x7f and c not in '"\\?' else
                  "".join(f"\\{b:03o}" for b in c.encode("utf-8")) for c in text)
    return f'"{out}"'


def main():
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    words, errors = {}, []
    for name in LANGUAGES:
        words[name], more = read(folder / name)
        errors += more
    errors += check(words)
    if errors:
        sys.exit("\n".join(["lang/:"] + errors))
    keys = sorted(words["ko"], key=lambda key: key.encode("utf-8"))
    rows = "".join("\t{ %s, { %s } },\n" % (quote(key), ", ".join(
        quote(words[name][key]) for name in LANGUAGES)) for key in keys)
    text = ('#include "base/lang.h"\n\n'
            f"const struct lang_row lang_rows[] = {{\n{rows}}};\n"
            f"const size_t lang_rows_count = {len(keys)};\n")
    if not out.exists() or out.read_text("utf-8") != text:
        out.write_text(text, "utf-8")


main()
