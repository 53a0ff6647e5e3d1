#!/usr/bin/env python3
"""Turns a room's schema/NNNN_name.sql files into its table of migrations.

usage: schema.py ROOM SCHEMA_FOLDER OUT.c
"""
import pathlib, re, sys


def quote(line):
    out = line.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'\t  "{out}\\n"'


def row(file):
    match = re.fullmatch(r"(\d{4})_(\w+)\.sql", file.name)
    if match is None:
        sys.exit(f"{file}: not NNNN_name.sql")
    lines = "\n".join(quote(line) for line in file.read_text("utf-8").splitlines())
    return f'\t{{ {int(match[1])}, "{match[2]}",\n{lines} }},\n'


def main():
    room, folder, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    rows = "".join(row(file) for file in sorted(folder.glob("*.sql")))
    out.write_text('#include "store/store.h"\n\n'
                   f"extern const struct migration {room}_schema[];\n"
                   f"const struct migration {room}_schema[] = {{\n{rows}\t{{ 0 }}\n}};\n", "utf-8")


main()
