r"""lint.deploy.bash.line_repairs: the `\` is put at the end of the line, comments above the command."""

import pytest

from tests.deploy.bash.scripts import repaired


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("gcloud run deploy a \\ \n  --cpu=1\n", "gcloud run deploy a \\\n  --cpu=1\n"),
        ("gcloud run deploy a \\\u00a0\n  --cpu=1\n", "gcloud run deploy a \\\n  --cpu=1\n"),
        (
            "gcloud run deploy a \\\\\u00a0\n  --cpu=1\n",
            "gcloud run deploy a \\\\\u00a0 \\\n  --cpu=1\n",
        ),
        # The next line would become a part of the command.
        ("gcloud run deploy a \\ \necho done\n", None),
        ("gcloud run deploy a \\ \n\necho done\n", "gcloud run deploy a \\\n\necho done\n"),
        ("gcloud run deploy a \\ ", "gcloud run deploy a \\"),
        ("gcloud run deploy a\n  --cpu=1\n", "gcloud run deploy a \\\n  --cpu=1\n"),
        ("gcloud run deploy a  \n  --cpu=1\n", "gcloud run deploy a \\\n  --cpu=1\n"),
        ("gcloud run deploy a | cat\n  --cpu=1\n", None),
        (
            "  gcloud run deploy a \\\n    # why \\\n    --cpu=1\n",
            "  # why\n  gcloud run deploy a \\\n    --cpu=1\n",
        ),
        (
            "gcloud run deploy a \\ # why\n  --cpu=1\n",
            "# why\ngcloud run deploy a \\\n  --cpu=1\n",
        ),
        (
            "gcloud run deploy a # why \\\n  --cpu=1\n",
            "# why\ngcloud run deploy a \\\n  --cpu=1\n",
        ),
        ("true && gcloud run deploy a \\ # why\n  --cpu=1\n", None),
        ("true && \\\ngcloud run deploy a \\ # why\n  --cpu=1\n", None),
    ],
)
def test_the_lines_of_a_command_are_joined(script, expected):
    assert repaired(script) == expected
