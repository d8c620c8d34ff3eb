"""Results of several processes are added up as if one had judged all files."""

from __future__ import annotations

import pickle

from lint.engine.file_results import FileResults, have_comments
from lint.model.findings import Checked, NotRun, ResourceId, Skipped
from lint.model.source import Source


def results(*paths: str) -> FileResults:
    made = FileResults()
    made.outcome.checked = [Checked(path, "Service", "api") for path in paths]
    return made


def test_what_other_files_gave_is_added() -> None:
    one, other = results("a.yaml"), results("b.yaml")
    one.used_values, other.used_values = {"TAG"}, {"TAG", "HOST"}
    one.passed_over, other.passed_over = 1, 2
    other.outcome.skipped = [Skipped("c.yaml", "broken")]
    other.outcome.incomplete = True
    one.add(pickle.loads(pickle.dumps(other)))
    assert [entry.path for entry in one.outcome.checked] == ["a.yaml", "b.yaml"]
    assert [entry.path for entry in one.outcome.skipped] == ["c.yaml"]
    assert (one.passed_over, one.used_values) == (3, {"TAG", "HOST"})
    assert one.outcome.incomplete
    one.add(FileResults())
    assert one.outcome.incomplete


def test_a_rule_that_could_not_run_is_listed_once() -> None:
    made = FileResults()
    twice = [NotRun("A1", "needs --wheel"), NotRun("A1", "needs --wheel")]
    made.add_not_run(twice)
    made.add_not_run([*twice, NotRun("A1", "needs --live")])
    assert [entry.reason for entry in made.outcome.not_run] == ["needs --wheel", "needs --live"]


def test_another_description_answers_what_a_part_leaves_open() -> None:
    api, job = ResourceId("Service", "api"), ResourceId("Job", "api")
    made = FileResults()
    made.add_not_run([NotRun("A1", "x", part_of=api), NotRun("A2", "x", part_of=job)])
    other = FileResults()
    other.add_whole(api)
    made.add(other)
    made.drop_answered()
    assert [entry.rule for entry in made.outcome.not_run] == ["A2"]


def test_a_text_that_two_processes_read_is_kept_once() -> None:
    one, other = FileResults(), FileResults()
    kept = Source("a.sh", "echo a\n")
    one.add_sources({"a.sh": kept})
    other.add_sources({"a.sh": Source("a.sh", "echo a\n"), "b.sh": Source("b.sh", "")})
    one.add(other)
    assert set(one.outcome.sources) == {"a.sh", "b.sh"}
    assert one.outcome.sources["a.sh"] is kept


def test_texts_with_comments_are_seen() -> None:
    assert have_comments({"a": Source("a", "x: 1 # lint: ignore[CR012]: why\n")})
    assert not have_comments({"a": Source("a", "x: 1\n")})
