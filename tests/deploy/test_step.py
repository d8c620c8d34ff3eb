"""lint.deploy.step: commands that never run together."""

from lint.deploy.step import CommandLine


def command(*branch):
    return CommandLine([], branch=branch)


def test_commands_in_ways_of_one_choice_exclude_each_other():
    assert command((1, 0)).excludes(command((1, 1)))
    assert command((1, 0), (2, 1)).excludes(command((3, 0), (2, 0)))
    assert not command((1, 0)).excludes(command((1, 0), (2, 1)))
    assert not command((1, 0)).excludes(command((2, 1)))
    assert not command().excludes(command((1, 0)))
