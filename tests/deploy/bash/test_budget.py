"""lint.deploy.bash.budget: what reading scripts may cost."""

import pytest

from lint.deploy.bash.budget import MAX_COMMANDS, MAX_WORK, Budget, TooLongError


def test_work_ends():
    budget = Budget()
    budget.spend(MAX_WORK)
    with pytest.raises(TooLongError):
        budget.spend(1)


def test_so_many_commands_are_kept():
    budget = Budget()
    assert all(budget.keep() for _ in range(MAX_COMMANDS))
    assert not budget.keep()
