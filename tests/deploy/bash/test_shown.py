"""lint.deploy.bash.shown: the line of a finding shows programs and flags, and no values."""

from lint.deploy.bash.shown import show
from lint.deploy.text import Text
from lint.model.source import Source


def test_only_harmless_words_are_shown():
    written = "KEY=hunter2 gcloud run deploy api --set-env-vars=A=hunter2 \\ \n"
    source = Source("x.sh", written)
    show(Text.of("\\", source, 1, 60))
    line = source.line(1)
    assert "hunter2" not in line
    assert line.startswith("KEY=<redacted, 7 chars> gcloud run deploy ")
    assert "--set-env-vars=" in line
    assert line.rstrip().endswith("\\")


def test_a_value_stays_hidden():
    source = Source("x.sh", "A='hunter2'\n")
    show(Text.of("hunter2", source, 1, 4), itself=False)
    assert "hunter2" not in source.line(1)
