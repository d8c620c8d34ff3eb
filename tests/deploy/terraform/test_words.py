"""Names that a resource type does not have: an error only where Terraform certainly refuses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.terraform.reading import SERVICE, faults, in_template, inside, read_files

V1 = """\
resource "google_cloud_run_service" "api" {
  name     = "api"
  location = "europe-west1"
  template {
    spec {
      containers {
        image = "us-docker.pkg.dev/example/app/web:1.4.2"
      }
    }
  }
}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            in_template('    service_account_name = "a"\n'),
            "5: terraform-unknown: `service_account_name` is not in google_cloud_run_v2_service",
        ),
        (
            in_template('    serviceaccount = "a"\n'),
            "5: terraform-unknown: google_cloud_run_v2_service has no argument `serviceaccount` here",
        ),
        (
            inside("      resource {\n      }\n"),
            "7: terraform-unknown: google_cloud_run_v2_service has no block `resource` here",
        ),
        (
            SERVICE.replace("  template {", "  metadata {\n  }\n  template {"),
            "4: terraform-unknown: `metadata` is not in google_cloud_run_v2_service",
        ),
        (
            inside('      env = [{ name = "A" }]\n'),
            "7: terraform-form: `env` is a block, not an argument",
        ),
        (
            in_template("    labels {\n      a = 1\n    }\n"),
            "5: terraform-form: `labels` is an argument, not a block",
        ),
        (
            inside('      image = "other"\n'),
            "7: terraform-repeated: the argument `image` is set twice",
        ),
        (
            V1.replace("    spec {", '    spec {\n      timeout = "300s"', 1),
            "6: terraform-unknown: `timeout` is not in google_cloud_run_service",
        ),
    ],
)
def test_what_terraform_refuses(tmp_path: Path, text: str, expected: str) -> None:
    found = read_files(tmp_path, text)
    assert faults(found) == [expected]
    assert [fault.severity for step in found.steps for fault in step.faults] == [None]


@pytest.mark.parametrize(
    "text",
    [
        in_template('    brand_new_setting = "a"\n'),
        SERVICE.replace("  template {", "  whatever {\n  }\n  template {"),
        # Misplaced, or of a provider of another age.
        inside('      timeout = "3s"\n'),
    ],
)
def test_what_may_be_new_is_a_warning_with_the_date(tmp_path: Path, text: str) -> None:
    found = read_files(tmp_path, text)
    (fault,) = (fault for step in found.steps for fault in step.faults)
    assert fault.severity == "warning"
    assert str(fault.message).endswith("here, as of August 2026")


def test_what_every_resource_can_have_is_right(tmp_path: Path) -> None:
    more = (
        '  project = "p"\n  provider = google-beta\n  depends_on = [x.y]\n  count = 1\n'
        '  deletion_policy = "DELETE"\n  timeouts {\n    create = "5m"\n  }\n'
        "  lifecycle {\n    prevent_destroy = true\n  }\n  template {"
    )
    assert faults(read_files(tmp_path, SERVICE.replace("  template {", more))) == []


def test_one_word_is_reported_once_for_all_instances(tmp_path: Path) -> None:
    text = in_template(
        '    dynamic "scalling" {\n      for_each = [1, 2]\n      content {}\n    }\n'
    )
    assert len(faults(read_files(tmp_path, text))) == 1


def test_timeouts_may_be_dynamic(tmp_path: Path) -> None:
    block = '  dynamic "timeouts" {\n    for_each = var.t\n    content {}\n  }\n  template {'
    assert faults(read_files(tmp_path, SERVICE.replace("  template {", block))) == []


PORT = "      {} {{\n        container_port = 8080\n      }}\n"
DYNAMIC = (
    '      dynamic "{}" {{\n        for_each = [8080]\n        content {{\n'
    "          container_port = 8080\n        }}\n      }}\n"
)


@pytest.mark.parametrize(
    ("blocks", "is_repaired"),
    [
        (PORT.format("port"), True),
        (DYNAMIC.format("port"), True),
        (PORT.format("ports") + PORT.format("port"), False),
        (DYNAMIC.format("ports") + PORT.format("port"), False),
        (PORT.format("ports") + DYNAMIC.format("port"), False),
        (DYNAMIC.format("port") + PORT.format("port"), False),
        (PORT.format("port") * 2, False),
    ],
)
def test_a_block_that_may_occur_once_is_not_renamed_to_one_that_is_given(
    tmp_path: Path, blocks: str, is_repaired: bool
) -> None:
    found = read_files(tmp_path, inside(blocks))
    unknown = [
        fault for step in found.steps for fault in step.faults if fault.kind == "terraform-unknown"
    ]
    assert unknown
    assert [fault.repair is not None for fault in unknown] == [is_repaired] * len(unknown)
