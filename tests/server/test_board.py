from __future__ import annotations

from lint.api.values import Finding, Place
from lint.server.board import Board
from lint.server.judged import Judged


def finding(path: str, message: str) -> Finding:
    place = Place(path, 1, 1, 1, 2)
    return Finding(
        "CR1", "a", "A", "error", "broken", message, "", "", "", None, place, None, (), None, ""
    )


def judged(*messages: tuple[str, str]) -> Judged:
    result = Judged()
    for path, message in messages:
        result.findings.setdefault(path, []).append(finding(path, message))
    return result


def shown(board: Board, path: str) -> list[str]:
    return [entry.finding.message for entry in board.entries(path)]


def test_a_new_result_takes_the_place_of_the_one_before() -> None:
    board = Board()
    assert board.put_document("/r/a.yaml", judged(("/r/a.yaml", "1"), ("/r/x.py", "2"))) == {
        "/r/a.yaml",
        "/r/x.py",
    }
    assert shown(board, "/r/x.py") == ["2"]
    assert board.put_document("/r/a.yaml", judged()) == {"/r/a.yaml", "/r/x.py"}
    assert shown(board, "/r/a.yaml") == shown(board, "/r/x.py") == []


def test_a_folder_counts_until_its_document_changes() -> None:
    board = Board()
    board.put_document("/r/a.yaml", judged(("/r/a.yaml", "alone")))
    board.put_folder("/r", judged(("/r/a.yaml", "whole"), ("/r/b.yaml", "other")))
    assert shown(board, "/r/a.yaml") == ["whole"]
    assert board.counts_by_folder("/r/a.yaml")
    board.change("/r/a.yaml")
    board.put_document("/r/a.yaml", judged(("/r/a.yaml", "changed")))
    assert shown(board, "/r/a.yaml") == ["changed"]
    assert shown(board, "/r/b.yaml") == ["other"]
    board.put_folder("/r", judged())
    assert shown(board, "/r/a.yaml") == shown(board, "/r/b.yaml") == []


def test_what_a_folder_says_nothing_of_counts_by_itself() -> None:
    board = Board()
    rules = judged(("/r/rules.yaml", "broken"))
    rules.in_folders = False
    board.put_document("/r/rules.yaml", rules)
    dockerfile = judged(("/r/Dockerfile", "alone"))
    dockerfile.dockerfiles = {"/r/Dockerfile"}
    board.put_document("/r/Dockerfile", dockerfile)
    board.put_folder("/r", judged())
    assert shown(board, "/r/rules.yaml") == ["broken"]
    assert shown(board, "/r/Dockerfile") == ["alone"]
    whole = judged(("/r/Dockerfile", "with its service"))
    whole.dockerfiles = {"/r/Dockerfile"}
    board.put_folder("/r", whole)
    assert shown(board, "/r/Dockerfile") == ["with its service"]


def test_the_same_finding_is_shown_once() -> None:
    board = Board()
    board.put_document("/a.yaml", judged(("/rules.yaml", "broken")))
    board.put_document("/b.yaml", judged(("/rules.yaml", "broken")))
    assert shown(board, "/rules.yaml") == ["broken"]
    assert board.close("/a.yaml") == {"/a.yaml", "/rules.yaml"}
    assert shown(board, "/rules.yaml") == ["broken"]
    board.close("/b.yaml")
    assert shown(board, "/rules.yaml") == []


def test_a_folder_that_is_closed_shows_nothing() -> None:
    board = Board()
    board.put_folder("/r", judged(("/r/a.yaml", "1")))
    assert board.forget_folder("/r") == {"/r/a.yaml"}
    assert shown(board, "/r/a.yaml") == []
    assert board.forget_folder("/r") == set()
