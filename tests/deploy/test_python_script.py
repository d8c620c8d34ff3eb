"""lint.deploy.python_script: commands that Python hands to other programs."""

import time

from lint.deploy import python_script
from tests.deploy.readings import images, kinds, read

SCRIPT = """import os
import subprocess

PROJECT = os.environ.get("PROJECT", "acme")
REGION = "us-central1"
CONFIG = {"cpu": "2"}


def run(cmd):
    print(" ".join(cmd))
    subprocess.run(cmd, check=True)


def main(env):
    image = f"gcr.io/{PROJECT}/app:{env}"
    cmd = [
        "gcloud", "run", "deploy", "api",
        "--image", image,
        f"--region={REGION}", "--cpu=" + CONFIG["cpu"],
    ]
    if env == "prod":
        cmd += ["--min-instances", "1"]
    run(cmd)
    os.system(f"docker build -t {image} . && docker push {image}")
"""


def commands(tmp_path, code, monkeypatch):
    """The commands of a script, as lines with their folders."""
    kept = []
    monkeypatch.setattr(
        python_script, "read_commands", lambda found, file: kept.extend(found) or []
    )
    read(python_script, tmp_path / "deploy.py", code)
    return [(" ".join(map(str, command.words)), command.directory) for command in kept]


def lines(tmp_path, code, monkeypatch):
    return [line for line, _ in commands(tmp_path, code, monkeypatch)]


def test_a_script(tmp_path):
    found = read(python_script, tmp_path / "deploy.py", SCRIPT)
    assert images(found) == {"api": "gcr.io/${PROJECT}/app:${env}"}
    assert [build.image for build in found.builds] == ["gcr.io/${PROJECT}/app:${env}"]
    assert [str(name) for name in found.pushed] == ["gcr.io/${PROJECT}/app:${env}"]
    place = found.steps[0].anchor.place
    assert (place.line, place.column) == (17, 10)
    assert kinds(found) == []


def test_lists(tmp_path, monkeypatch):
    code = """
base = ["gcloud", "run"]
for name in ["a", "b"]:
    cmd = base + ["deploy", name]
    cmd.append("--quiet")
    cmd.extend(["--port", str(80)])
    subprocess.check_call(cmd)
subprocess.run(["sudo", "gcloud", "run", "deploy", *names], cwd="x")
def build():
    return ["gcloud", "run", "deploy", "c"]
def gcloud(args): ...
gcloud(["run", "deploy", "d"])
cp.execFileSync("gcloud", ["run", "deploy", "e"])
print(["gcloud", "run", "deploy", "z"])
if args[:3] != ["gcloud", "run", "deploy"]: pass
"""
    assert commands(tmp_path, code, monkeypatch) == [
        ("gcloud run deploy a --quiet --port 80", str(tmp_path)),
        ("gcloud run deploy b --quiet --port 80", str(tmp_path)),
        ("gcloud run deploy ${names}", str(tmp_path / "x")),
        ("gcloud run deploy d", str(tmp_path)),
        ("gcloud run deploy e", str(tmp_path)),
        ("gcloud run deploy c", str(tmp_path)),
    ]


def test_texts(tmp_path, monkeypatch):
    code = '''
os.system("gcloud run deploy a " + flags)
ctx.run(f"""
  gcloud run deploy {name} \\\\
    --cpu=1
""")
log.info("gcloud run deploy z")
subprocess.run("gcloud run deploy {} --region {r}".format("b", r=REGION), shell=True)
'''
    assert lines(tmp_path, code, monkeypatch) == [
        "gcloud run deploy a ${flags}",
        "gcloud run deploy ${name} --cpu=1",
        "gcloud run deploy b --region ${REGION}",
    ]


def test_ways(tmp_path, monkeypatch):
    code = """
image = "a"
if x:
    image = "b"
try:
    subprocess.run(["docker", "push", image])
except Exception:
    subprocess.run(["docker", "push", "c"])
while x:
    image = "d"
with open(x) as f:
    subprocess.run(["docker", "push", image])
"""
    assert lines(tmp_path, code, monkeypatch) == [
        "docker push ${image}",
        "docker push c",
        "docker push ${image}",
    ]


def test_a_broken_line_in_a_text(tmp_path):
    found = read(
        python_script,
        tmp_path / "deploy.py",
        'os.system("""gcloud run deploy a --image=gcr.io/p/a:1\n  --region=us-east1""")\n',
    )
    assert kinds(found) == [("missing-continuation", 2, 3)]


def test_what_is_not_read(tmp_path):
    assert read(python_script, tmp_path / "test_deploy.py", SCRIPT).steps == []
    for code in ("def (", "x = '\0'", "(" * 5000, "-" * 200_000 + "1"):
        assert read(python_script, tmp_path / "deploy.py", code).steps == []


def test_hostile_scripts_end(tmp_path):
    start = time.process_time()
    for code in (
        "a = 'x'\n" + "a = a + a\n" * 3000 + "subprocess.run(['gcloud', a])\n",
        "a = ['gcloud']\n" + "a += a\n" * 3000 + "subprocess.run(a)\n",
        "for a in ['1', '2', '3']:\n for b in ['1', '2', '3']:\n  " + "run(['gcloud', a]);" * 3000,
        "x = 1\n" * 30000 + "run('gcloud')\n",
        "".join(f"def f{i}():\n  run(['gcloud', 'run', 'deploy', 'x'])\n" for i in range(6000)),
        "if x:\n a = 1\n" * 8000 + "run(['gcloud'])",
    ):
        read(python_script, tmp_path / "deploy.py", code)
    assert time.process_time() - start < 40
