"""`@record` makes classes that are as strict and as lean as hand-written ones."""

from __future__ import annotations

import pickle

import pytest

from lint.model.record import default, record


@record
class Point:
    """Two numbers and a label."""

    x: int
    y: int = 2
    labels: list[str] = default(factory=list)

    def moved(self, by: int) -> Point:
        """The point further right."""
        return Point(self.x + by, self.y, self.labels)


@record
class Named:
    """A class with methods of its own in place of the generated ones."""

    name: str

    def __init__(self, name: str) -> None:
        self.name = name.upper()

    def __repr__(self) -> str:
        return f"<{self.name}>"


def test_attributes_are_parameters_in_their_order():
    point = Point(1, 5, ["a"])
    assert (point.x, point.y, point.labels) == (1, 5, ["a"])
    assert Point(y=3, x=1).y == 3
    assert Point(1).y == 2
    assert Point(1).moved(4).x == 5


def test_a_factory_makes_a_value_for_each_object():
    first, second = Point(1), Point(1)
    first.labels.append("mine")
    assert second.labels == []


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), ((1, 2, [], 4), {}), ((1,), {"x": 2}), ((1,), {"z": 2})]
)
def test_wrong_arguments_are_refused(values, named):
    for _ in range(2):  # by the first call, which makes the constructor, and by later ones
        with pytest.raises(TypeError, match="__init__"):
            Point(*values, **named)


def test_other_attributes_are_refused():
    point = Point(1)
    with pytest.raises(AttributeError):
        point.z = 3
    assert not hasattr(point, "__dict__")


def test_the_class_keeps_its_name_its_documentation_and_its_own_methods():
    assert Point.__qualname__ == "Point"
    assert Point.__module__ == __name__
    assert Point.__doc__ == "Two numbers and a label."
    assert repr(Point(1)) == "Point(x=1, y=2, labels=[])"
    assert repr(Named("a")) == "<A>"


def test_objects_travel_between_processes():
    point = pickle.loads(pickle.dumps(Point(1, 4, ["a"])))
    assert (point.x, point.y, point.labels) == (1, 4, ["a"])


def test_equality_is_identity_unless_the_class_says_otherwise():
    assert Point(1) != Point(1)
