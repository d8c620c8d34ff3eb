"""lint.deploy.package_json: the scripts of npm."""

from lint.deploy import package_json
from tests.deploy.readings import images, kinds, read


def test_scripts(tmp_path):
    found = read(
        package_json,
        tmp_path / "package.json",
        """{
  "scripts": {
    "build": "docker build -t gcr.io/p/a:1 .",
    "deploy": "npm run build && gcloud run deploy api --image=\\"gcr.io/p/a:$npm_package_version\\" --region us-east1",
    "test": 1
  },
  "gcloud": "gcloud run deploy nothing"
}
""",
    )
    assert images(found) == {"api": "gcr.io/p/a:${npm_package_version}"}
    assert [build.directory for build in found.builds] == [str(tmp_path)]
    place = found.steps[0].anchor.place
    assert (place.line, place.column) == (4, 33)
    assert kinds(found) == []


def test_other_files(tmp_path):
    for text in ("[]", '{"scripts": "gcloud"}', '{"scripts": {"a": "gcloud run deploy"', ""):
        assert read(package_json, tmp_path / "package.json", text).steps == []
