"""When a line of code runs: at import, while the program starts, or later.

At import run the top levels of the modules that the entry point imports. At start-up run the
functions that the start provably calls (`lint.image.python.start_path`). Everything else runs
later, or is not proven to run.
"""

from __future__ import annotations

IMPORT, START_UP, LATER = range(3)
"""In the order in which they happen."""
