"""lint.deploy.gcloud.table: the rows are in order, and each is complete."""

from datetime import date

from lint.deploy.gcloud.table import COMMANDS, DATE, RELEASE, ROWS, SINCE


def test_rows_are_in_order_and_complete():
    names = [row.split(" | ")[0] for row in ROWS.splitlines()]
    assert names == sorted(set(names))
    assert all(len(row.split(" | ")) == 4 for row in ROWS.splitlines())


def test_the_release_has_a_date():
    assert RELEASE >= 578
    assert date.fromisoformat(DATE) >= date(2026, 7, 28)
    assert SINCE.keys() <= COMMANDS.keys()
