"""scripts/gcloud_flags.py: the table of flags against the installed SDK."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.gcloud_oracle import find_sdk

SCRIPT = Path(__file__).parents[2] / "scripts" / "gcloud_flags.py"


@pytest.mark.slow
def test_the_table_agrees_with_the_installed_sdk():
    sdk = find_sdk()
    if sdk is None:
        pytest.skip("gcloud is not installed")
    run = subprocess.run(
        [sys.executable, str(SCRIPT), "--sdk", sdk.root], capture_output=True, text=True
    )
    assert run.stdout.splitlines()[-1:] == [f"gcloud {sdk.version}: 0 differences"], run.stderr
