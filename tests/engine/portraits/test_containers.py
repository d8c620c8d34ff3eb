from __future__ import annotations

from tests.engine.portraits.drawing import MANIFEST, portrait_of, rows_of


def test_a_container_has_image_start_port_limits_probes_env_and_mounts() -> None:
    web, proxy = portrait_of(MANIFEST).containers
    assert (web.title, proxy.title) == ("web", "proxy")
    assert rows_of(web) == [
        ("image", "europe-west1-docker.pkg.dev/shop-project/app/orders:1.4.2"),
        ("starts", "gunicorn orders.main:app"),
        ("listens on", "0.0.0.0:8080"),
        ("port", "8080"),
        ("limits", "cpu 2 and memory 1Gi"),
        ("start-up probe", "HTTP /ready on 8080"),
        ("env", "4 variables"),
        ("", "PLAIN"),
        ("", "DATABASE"),
        ("", "API_KEY"),
        ("", "FAR_KEY"),
        ("mount", "/srv/assets"),
    ]
    assert rows_of(proxy) == [
        ("image", "gcr.io/shop-project/proxy:2"),
        ("starts", "what its image says"),
        ("env", "none stated"),
    ]


def test_the_tag_of_a_long_image_is_shown() -> None:
    long = f"europe-west1-docker.pkg.dev/shop-project/{'team/' * 30}orders:1.4.2"
    web, _ = portrait_of(
        MANIFEST.replace("europe-west1-docker.pkg.dev/shop-project/app/orders:1.4.2", long)
    ).containers
    image = web.row("image")
    assert image is not None
    assert image.text.endswith(".../orders:1.4.2")


def test_a_port_that_is_not_stated_is_the_default() -> None:
    (only,) = portrait_of(
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\n"
        "spec: {template: {spec: {containers: [{image: gcr.io/p/i:1}]}}}\n"
    ).containers
    assert ("port", "8080 (default)") in rows_of(only)
    assert only.title == ""
