from __future__ import annotations

from lint.manifest.references import secret_aliases
from tests.deploy.v2.bodies import resource_of


def aliases(*secrets: str) -> tuple[list[str], dict[str, str]]:
    env = ", ".join(
        f"{{name: V{number}, valueSource: {{secretKeyRef: {{secret: '{secret}'}}}}}}"
        for number, secret in enumerate(secrets)
    )
    resource = resource_of(f"template: {{containers: [{{env: [{env}]}}]}}")
    names = [
        variable.secret.plain()["name"]
        for variable in resource.containers[0].env
        if variable.secret is not None
    ]
    return names, secret_aliases(resource)


def test_a_short_name_needs_no_alias() -> None:
    assert aliases("token") == (["token"], {})


def test_a_full_name_is_an_alias() -> None:
    assert aliases("projects/9/secrets/token", "projects/9/secrets/token") == (
        ["token", "token"],
        {"token": "projects/9/secrets/token"},
    )


def test_two_projects_have_two_aliases() -> None:
    assert aliases("projects/1/secrets/token", "projects/2/secrets/token") == (
        ["token", "token-2"],
        {"token": "projects/1/secrets/token", "token-2": "projects/2/secrets/token"},
    )


def test_a_project_by_its_id_is_right_in_v2() -> None:
    assert aliases("projects/shop/secrets/token") == (
        ["token"],
        {"token": "projects/${project}/secrets/token"},
    )
