"""Checks all manifests of a folder with Dask: python check_fleet.py FOLDER [WORKERS].

Dask calls `lint.api.check_paths` in its workers: there is nothing of `lint` to wrap. A report can be
pickled, so it may travel; here the workers count what is in theirs, and only the numbers travel. With
0 workers, the same is done in this process, without Dask.
"""

import os
import sys
import time
from collections import Counter
from pathlib import Path

from lint.api import Report, check_paths

BATCH = 500
"""Manifests of one call: enough for the call to cost little, few enough to share the work evenly."""


def tally(report: Report) -> Counter[str]:
    """The number of manifests, of findings by rule, and the most memory that this process had."""
    numbers = Counter({"manifests": len(report.checked), "findings": len(report.findings)})
    numbers["wrong manifests"] = len({finding.place.path for finding in report.findings})
    numbers.update(f"{finding.rule} {finding.name}" for finding in report.findings)
    numbers["memory"] = memory()
    return numbers


def memory() -> int:
    """The most memory that this process had, in KiB; 0 where it is not Linux.

    What `getrusage` gives is also that of the process which started this one.
    """
    status = Path("/proc/self/status")
    text = status.read_text() if status.exists() else ""
    return int(text.partition("VmHWM:")[2].split()[0]) if text else 0


def add(tallies: list[Counter[str]]) -> Counter[str]:
    """Sums, and for memory the maximum."""
    total: Counter[str] = Counter()
    for numbers in tallies:
        for name, number in numbers.items():
            total[name] = max(total[name], number) if name == "memory" else total[name] + number
    return total


def check_fleet(folder: Path, workers: int) -> Counter[str]:
    """Checks every manifest below a folder."""
    paths = sorted(str(path) for path in folder.rglob("*.yaml"))
    batches = [paths[first : first + BATCH] for first in range(0, len(paths), BATCH)]
    if workers == 0:
        return add([tally(check_paths(batch, isolated=True)) for batch in batches])
    from dask import compute, delayed

    tallies = [delayed(tally)(delayed(check_paths)(batch, isolated=True)) for batch in batches]
    (total,) = compute(delayed(add)(tallies), scheduler="processes", num_workers=workers)
    return total


def main() -> None:
    """Checks, and prints what there is to know."""
    folder = Path(sys.argv[1])
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else os.cpu_count() or 1
    start = time.monotonic()
    total = check_fleet(folder, workers)
    seconds = time.monotonic() - start
    used = sum(os.times()[:4])  # of this process and its children
    largest = total.pop("memory")
    manifests = total.pop("manifests")
    print(f"{manifests:,} manifests, {total.pop('wrong manifests'):,} of them with findings")
    print(f"{total.pop('findings'):,} findings, by rule:")
    for rule, number in total.most_common(10):
        print(f"  {number:>7,}  {rule}")
    who = f"{workers} worker processes" if workers else "one process, without Dask"
    print(
        f"{who}: {seconds:.1f} s, {used:.1f} s of processors, {manifests / seconds:,.0f} manifests/s"
    )
    print(f"the largest process took {largest / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
