"""Measures `hinterland read` on the polluted files of the Pollock benchmark against their clean versions.

    python3 setup/pollock.py PROGRAM POLLUTED [--list]

POLLUTED is the archive `pollock_polluted_files.tar.xz` or the folder `polluted_files` out of it. A file's score is F1 over
the multiset of its rows and over that of its cells, trailing empty cells and empty rows aside; the table gives means over
the files of a kind, read with no setting and with `--repair`. `--list` names the files that are not read perfectly.
"""

import collections
import concurrent.futures
import csv
import io
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

MODES = ((), ("--repair",))


def rows_of(text):
    for row in csv.reader(io.StringIO(text, newline="")):
        while row and not row[-1]:
            row.pop()
        if row:
            yield tuple(row)


def f1(found, expected):
    found, expected = collections.Counter(found), collections.Counter(expected)
    common = (found & expected).total()
    return 2 * common / (found.total() + expected.total()) if common else float(found == expected)


def scores(program, polluted, clean, mode):
    """F1 of rows and of cells, and whether the program ended well."""
    run = subprocess.run([program, "read", *mode, polluted], capture_output=True, check=False)
    found = list(rows_of(run.stdout.decode("utf-8", "replace")))
    expected = list(rows_of(clean.read_text("utf-8")))
    cells = [[cell for row in rows for cell in row] for rows in (found, expected)]
    return f1(found, expected), f1(*cells), run.returncode == 0


def kind(name):
    """`row_extra_quote` of `row_extra_quote12_col3.csv`; a name that begins with `file_` is a kind of its own."""
    return name.removesuffix(".csv") if name.startswith("file_") else re.match("[a-z_]+[a-z]", name)[0]


def measure(program, folder, lists):
    files = sorted((folder / "csv").glob("*.csv"))
    kinds = collections.defaultdict(list)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        def of(file):
            return [scores(program, file, folder / "clean" / file.name, mode) for mode in MODES]
        for file, found in zip(files, pool.map(of, files)):
            kinds[kind(file.name)].append(found)
            for mode, (rows, cells, _) in zip(MODES, found):
                if lists and rows < 1:
                    print(*mode, file.name, f"{rows:.4f} {cells:.4f}")
    print("| kind | files | rows | cells | rows, repaired | cells, repaired | failed |\n|---|---|---|---|---|---|---|")
    everything = [found for of_kind in kinds.values() for found in of_kind]
    for name, of_kind in [*sorted(kinds.items()), ("all", everything)]:
        means = [sum(found[mode][figure] for found in of_kind) / len(of_kind) for mode in (0, 1) for figure in (0, 1)]
        failed = sum(not ended_well for found in of_kind for _, _, ended_well in found)
        print(f"| {name} | {len(of_kind)} | {' | '.join(f'{mean:.4f}' for mean in means)} | {failed} |")


def main():
    program, polluted = sys.argv[1], pathlib.Path(sys.argv[2])
    if polluted.is_dir():
        return measure(program, polluted, "--list" in sys.argv)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(polluted) as archive:
            archive.extractall(folder, filter="data")
        measure(program, pathlib.Path(folder) / "polluted_files", "--list" in sys.argv)


main()
