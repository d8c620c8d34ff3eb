"""The shape of a service: its settings without the values."""

from __future__ import annotations

from typing import Any

from lint.cloud.settings_summary import shape_of
from lint.cloud.target import Target
from lint.cloud.v2.service import convert
from tests.cloud.manifests import SERVICE, resource_of

TARGET = Target("shop-staging", "", "us-central1", "")


def test_the_shape_holds_no_values() -> None:
    shape: Any = shape_of("Service", convert(resource_of(SERVICE), TARGET).body)
    assert "MODE" in repr(shape)
    assert "blue-green-mode" not in repr(shape)
