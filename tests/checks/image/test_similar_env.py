from __future__ import annotations

import pytest

from lint.checks.image.similar_env import nearest_set, resembling, same_meaning


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DATABASE_URL", "DATABASEURL"),
        ("DB_HOST", "db_host"),
        ("SECRET_KEY", "SECERT_KEY"),
        ("SECRET_KEY", "SECRT_KEY"),
        ("POSTGRES_HOST", "POSTGRESS_HOST"),
        ("REDIS_HOST", "REDIZ_HOST"),
        ("LINE_ACCESS_TOKEN", "LINE_CHANNEL_ACCESS_TOKEN"),
        ("API_KEY", "API_SECRET_KEY"),
        ("LOG_LEVEL", "LOG_LEVELS"),
    ],
)
def test_names_that_are_meant_to_be_the_same(one: str, other: str) -> None:
    assert same_meaning(one, other)
    assert same_meaning(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("REDIS_HOST", "REDIS_PORT"),
        ("DB_URL", "DB_2_URL"),
        ("WORKER1_URL", "WORKER2_URL"),
        ("LOG_LEVEL", "UVICORN_LOG_LEVEL"),
        ("PG_HOST", "DB_HOST"),
        ("SUPABASE_ANON_KEY", "SUPABASE_SERVICE_KEY"),
        ("TOKEN", "ACCESS_TOKEN"),
        ("CLIENT_ID", "CLIENT_SECRET"),
        ("A", "B"),
    ],
)
def test_names_of_different_things(one: str, other: str) -> None:
    assert not same_meaning(one, other)
    assert not same_meaning(other, one)


def test_each_candidate_is_named_once() -> None:
    assert resembling(["SECRET_KEY", "SECRET_KEYS"], ["SECRT_KEY"]) == {"SECRET_KEY": "SECRT_KEY"}
    assert resembling(["A_TOKEN"], ["A_NEW_TOKEN", "A_TOKENS"]) == {"A_TOKEN": "A_TOKENS"}


def test_what_must_be_set_is_compared_more_widely() -> None:
    assert resembling(["POSTGRES_PASSWORD"], ["POSTGRES_PASSWD"]) == {}
    assert nearest_set(["POSTGRES_PASSWORD"], ["POSTGRES_PASSWD"]) == {
        "POSTGRES_PASSWORD": "POSTGRES_PASSWD"
    }
    assert nearest_set(["WORKER_1_URL"], ["WORKER_2_URL"]) == {}
