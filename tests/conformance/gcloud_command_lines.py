"""Command lines for the comparison with gcloud: right ones, and ones that it refuses."""

from __future__ import annotations

import random
import shlex
from pathlib import Path

from lint.deploy.gcloud.flags import FLAGS, available, has_command
from lint.deploy.gcloud.table import COMMANDS

FILES = {
    "env.yaml": "A: '1'\nB: two words\nC: a,b\n",
    "numbers.yaml": "A: '1'\nB: 2\n",
    "null.yaml": "A: null\n",
    "list.yaml": "- A\n- B\n",
    "pairs.txt": "A=1\nB=2\n",
    "broken.yaml": "A: [\n",
    "empty.yaml": "",
    "reserved.yaml": "X_GOOGLE_A: x\n",
    "env.json": '{"A": "1", "J": "{\\"x\\": 1}"}\n',
    "first.yaml": "A: '1'\nA: '2'\n",
    "prod.env": "# comment\nexport A=1\nB='two words'\nC=\"x\\ny\"\nD=${A}-x\nE=\nF = spaced\nG=a#b # c\n",
    "bare.env": "A=1\nB\n",
    "nothing.env": "# nothing\n",
    "flags.yaml": "--memory: 2Gi\n--set-env-vars:\n  A: 1,2\n  B: x\n--cpu-boost:\n",
    "many.yaml": "- --cpu: 2\n- --args: [-c, 'echo a,b']\n- --timeout: 5m\n",
    "bad-flags.yaml": "--memry: 2Gi\n",
    "nested.yaml": "--flags-file: flags.yaml\n--cpu: 4\n",
    "loop.yaml": "--flags-file: loop.yaml\n",
    "scalar.yaml": "just text\n",
    "false.yaml": "--cpu-throttling: false\n--no-cpu-boost: true\n",
}
"""The files that some of them name."""

TEXTS = {
    "--image": ["gcr.io/p/i", "us-docker.pkg.dev/p/r/i:1", "img@sha256:" + "0" * 64, ""],
    "--memory": ["512Mi", "1Gi", "2G", "", "lots"],
    "--cpu": ["1", "2", "1000m", "0.5", ""],
    "--gpu": ["1", "0", "2"],
    "--gpu-type": ["nvidia-l4", ""],
    "--service-account": ["sa@p.iam.gserviceaccount.com", "sa", ""],
    "--vpc-connector": ["c", "projects/p/locations/r/connectors/c", ""],
    "--network": ["n", "default", "", "projects/p/global/networks/n"],
    "--subnet": ["s", ""],
    "--revision-suffix": ["v1", "x-y", ""],
    "--region": ["us-east1", "europe-west1"],
    "--project": ["proj"],
    "--description": ["a b", "", "x,y"],
    "--tag": ["green", "t-1"],
    "--key": ["projects/p/locations/r/keyRings/k/cryptoKeys/c", ""],
    "--encryption-key-shutdown-hours": ["24", "48"],
    "--binary-authorization": ["default", "projects/p/platforms/cloudRun/policies/x"],
    "--breakglass": ["because"],
    "--workdir": ["/app", ""],
    "--format": ["json", "value(status.url)"],
    "--mesh": ["m", "projects/p/locations/global/meshes/m", ""],
    "--identity": ["x", ""],
    "--runtime": ["wasm", "default"],
    "--function": ["handler"],
    "--base-image": ["python312"],
    "--build-service-account": ["projects/p/serviceAccounts/a@b", "a@b", ""],
    "--build-worker-pool": ["pool"],
    "--client-name": ["mine"],
    "--client-version": ["1"],
}
VALUES = {
    "port": ["8080", "1", "65535", "default", "0", "70000", "x", " 80"],
    "concurrency": ["80", "1", "default", "0", "-1", "x", "5000"],
    "scale": ["0", "1", "10", "default", "-1", "x", "1.5"],
    "scaling": ["auto", "0", "3", "-1", "x"],
    "instances": ["0", "2", "-1", "x"],
    "count": ["0", "1", "10", "-1", "x"],
    "count1": ["1", "5", "0", "x"],
    "duration": [
        "300",
        "300s",
        "5m",
        "1h30m",
        "1.5m",
        "0",
        "x",
        "2h",
        "5 m",
        "1d",
        "PT1H",
        "10x",
        "m5",
        "+5",
    ],
    "utilization": ["0.5", "0.1", "0.95", "0.96", "disabled", "default", "x", "0"],
    "service-account": ["projects/p/serviceAccounts/a@b", "a@b", ""],
    "env-file": [
        "env.yaml",
        "numbers.yaml",
        "null.yaml",
        "list.yaml",
        "pairs.txt",
        "broken.yaml",
        "empty.yaml",
        "reserved.yaml",
        "env.json",
        "first.yaml",
        "prod.env",
        "bare.env",
        "nothing.env",
        "gone.yaml",
    ],
    "yaml-file": ["env.yaml", "numbers.yaml", "list.yaml"],
    "flags-file": [
        "flags.yaml",
        "many.yaml",
        "bad-flags.yaml",
        "nested.yaml",
        "loop.yaml",
        "scalar.yaml",
        "false.yaml",
        "gone.yaml",
        "empty.yaml",
    ],
}
ENV = [
    "A=1",
    "B=2",
    "C=",
    "A=x=y",
    " A=1",
    "D= 1",
    "E=a b",
    "PORT=80",
    "X_GOOGLE_A=1",
    "b",
    "",
    "=x",
    "F=http://a:80/?x=1",
    'J={"a": 1}',
    "K='q'",
    "L=ä",
]
SECRETS = [
    "A=s:1",
    "S=s:latest",
    "T=projects/123/secrets/t:2",
    "U=projects/123/secrets/u",
    "V=projects/p/secrets/v:1",
    "W=w",
    "X=a:b:c",
    "/a/f=s:1",
    "/a/g=s:2",
    "/a/h=t:1",
    "/b/c/f=u:latest",
    "/x=s:1",
    "/a/../b=s:1",
    "Y=bad name:1",
    "Z=:1",
    "R=projects/123/secrets/r/versions/5",
    " P=p:1",
]
LABELS = ["a=b", "team=x", "A_B=C", "a", "b=", "c=d=e"]
VOLUMES = [
    "name=v,type=in-memory,size-limit=1Gi",
    "name=v,type=in-memory",
    "name=n,type=nfs,location=10.0.0.2:/share",
    "name=n,type=nfs,location=10.0.0.2:/a/b,readonly=true",
    "name=n,type=nfs,location=host",
    "name=b,type=cloud-storage,bucket=x",
    "name=b,type=cloud-storage,bucket=x,readonly=true,mount-options=uid=1000;gid=2",
    "name=b,type=cloud-storage",
    "type=in-memory",
    "name=x",
    "name=x,type=secret,secret=s,version=1,path=p",
    "name=x,type=what",
    "name=v,type=in-memory,odd=1",
    "type=in-memory,mount-path=/m",
    "name=v,type=in-memory,mount-path=/m",
    "name=d,type=ephemeral-disk,size=10Gi",
    "name=c,type=cloudsql,instances=p:r:i;p:r:j",
    "name=c,type=cloudsql,instances=i",
    "name=b,type=cloud-storage,dynamic-mounting=true",
]
MOUNTS = [
    "volume=v,mount-path=/m",
    "volume=n,mount-path=/n",
    "volume=v",
    "volume=v,mount-path=/m,odd=1",
    "mount-path=m,volume=x",
]
PROBES = [
    "httpGet.path=/h,httpGet.port=8080",
    "tcpSocket.port=8080",
    "grpc.port=5,grpc.service=s",
    "periodSeconds=5",
    "",
    "initialDelaySeconds=0,failureThreshold=3,httpGet.path=/",
    "timeoutSeconds=x",
    "odd=1",
    "timeoutSeconds=",
    "successThreshold=2",
]
LISTS = [
    "a",
    "a,b",
    "-v",
    "-v,-v",
    "a,,b",
    "a,b,",
    ",",
    "",
    "^;^a,b;c",
    "--port=80,x",
    "a b",
    "^^a",
    "^:^a:b:a",
    "x,y,z",
    "^",
]
INSTANCES = ["db", "p:r:i", "p:r:i,db", "p:i", "", "a,a", "p:r:i,p:r:j", "a:b:c:d"]
CONTAINERS = ["side", "app,side", "Bad_1", "gone"]
SHARES = [
    "LATEST=100",
    "a=50,LATEST=50",
    "a=60,b=60",
    "a=x",
    "a=10",
    "a=101",
    "a=-1",
    "LATEST=50,b=50",
]
WORDS = [
    "extra",
    ",B=2",
    "--",
    "-x",
    "--unknown-thing",
    "--mem",
    "--reg=us-east1",
    "--max-instance=3",
    "-1",
]

_LEFT_OUT = frozenset(
    (
        "--access-token-file",
        "--account",
        "--async",
        "--authority-selector",
        "--authorization-token-file",
        "--billing-project",
        "--clear-presets",
        "--cluster",
        "--cluster-location",
        "--configuration",
        "--connectivity",
        "--container",
        "--context",
        "--credential-file-override",
        "--delegate-builds",
        "--document",
        "--domain",
        "--dry-run",
        "--enable-workload-certificate",
        "--endpoint-mode",
        "--execute-now",
        "--flatten",
        "--help",
        "--http-timeout",
        "--impersonate-service-account",
        "--kubeconfig",
        "--local-build",
        "--log-http",
        "--max-surge",
        "--max-unavailable",
        "--mesh-dataplane",
        "--namespace",
        "--no-build",
        "--no-promote",
        "--no-traffic",
        "--platform",
        "--preset",
        "--public",
        "--run-upload",
        "--source",
        "--tag",
        "--tail",
        "--to-tags",
        "--trace-token",
        "--universe-domain",
        "--user-output-enabled",
        "--verbosity",
        "--version",
        "--wait",
        "-h",
        "-q",
        "-v",
    )
)
"""Flags that gcloud answers with something else than a request, or only with what the cloud says."""


def command_lines(count: int, release: int, seed: int = 1) -> list[str]:
    """Command lines over all commands, flags, groups, delimiters and repetitions."""
    source = random.Random(seed)
    lines = []
    while len(lines) < count:
        line = _line(source, release)
        if "\n" not in line:
            lines.append(line)
    return lines


def write_files(folder: Path) -> None:
    """Writes the files that the command lines name."""
    for name, text in FILES.items():
        (folder / name).write_text(text)


def _line(source: random.Random, release: int) -> str:
    while True:
        letter = source.choices("DUJCVWYTX", [45, 14, 10, 4, 6, 8, 4, 4, 3])[0]
        track = source.choices(["GA", "beta", "alpha"], [70, 20, 10])[0]
        # The worker pools of the first previews were another thing.
        pools = letter not in "WY" or has_command(letter, "GA", release)
        if pools and has_command(letter, track, release):
            break
    words = _flags(source, letter, track, release, source.choice([0, 1, 1, 2, 2, 3, 4, 6]))
    name = source.choices(["hello", "", "Hello", "a-" * 40, "-x"], [94, 2, 2, 1, 1])[0]
    containers = letter in "DUJW" and source.random() < 0.18
    if containers:
        body = _containers(source, letter, track, release)
        words = [word for group in words if _outside(group[0], letter) for word in group]
        rest = words + body if source.random() < 0.9 else body + words
        flat = ([name] if name else []) + rest
    else:
        if letter in "DJCW" and source.random() < 0.93:
            words.append(["--image=gcr.io/p/i"])
        source.shuffle(words)
        flat = [word for group in words for word in group]
        position = source.randint(0, len(flat)) if source.random() < 0.1 and letter in "DJCW" else 0
        if position and flat[position - 1].startswith("--") and "=" not in flat[position - 1]:
            position = 0
        if name:
            flat.insert(position, name)
    if source.random() < 0.04:
        flat.append(source.choice(WORDS))
    path = COMMANDS[letter].split()
    head = ["gcloud", *([] if track == "GA" else [track]), *path]
    if source.random() < 0.05 and letter in "DJCW":
        before = [["--quiet"], ["--verbosity=error"]]
        before += [["--format", "json"], ["--project", "other"], ["--project=other"]]
        head[1:1] = source.choice(before)
    return shlex.join(head + flat)


def _outside(word: str, letter: str) -> bool:
    flag = FLAGS.get(word.partition("=")[0])
    return flag is None or not flag.in_container(letter)


def _containers(source: random.Random, letter: str, track: str, release: int) -> list[str]:
    words: list[str] = []
    number = source.choice([1, 2, 2, 2, 3])
    ingress = source.randint(0, number - 1) if source.random() < 0.92 else -1
    for index, name in enumerate(source.sample(["app", "side", "proxy", "db"], number)):
        words += ["--container", name] if source.random() < 0.7 else [f"--container={name}"]
        if source.random() < 0.95:
            words.append(f"--image=gcr.io/p/{name}")
        if index == ingress and letter in "DU":
            words.append(source.choice(["--port=8080", "--use-http2"]))
        for group in _flags(source, letter, track, release, source.choice([0, 1, 2]), inside=True):
            words += group
        if source.random() < 0.15:
            words.append("--depends-on=" + source.choice(["app", "side", "gone", "app,side", ""]))
    return words


def _flags(
    source: random.Random, letter: str, track: str, release: int, number: int, inside: bool = False
) -> list[list[str]]:
    usual = [
        flag
        for flag in FLAGS.values()
        if available(flag, letter, track, release) and _is_used(flag.name)
    ]
    if inside:
        usual = [
            flag
            for flag in usual
            if flag.in_container(letter)
            and flag.name not in ("--image", "--port", "--use-http2", "--source", "--depends-on")
        ]
    lists = [flag for flag in usual if flag.form in ("list", "dict") or "secrets" in flag.name]
    words: list[list[str]] = []
    for _ in range(number):
        pool = lists if lists and source.random() < 0.4 else usual
        flag = source.choice(pool)
        if source.random() < 0.03:
            flag = source.choice([each for each in FLAGS.values() if _is_used(each.name)])
        for _ in range(source.choices([1, 2, 3], [82, 14, 4])[0]):
            words.append(_given(source, flag.name))
    return words


def _is_used(name: str) -> bool:
    """Whether a flag is in the comparison: no flag that asks, waits, or is about clusters."""
    if name in _LEFT_OUT or "config-maps" in name or name.startswith("--scaling-pubsub"):
        return False
    return any(letter != "F" for letter in FLAGS[name].commands)


def _given(source: random.Random, name: str) -> list[str]:
    flag = FLAGS[name]
    if flag.form == "flag":
        return [name] if source.random() < 0.97 else [name + "=true"]
    if flag.form == "bool":
        return [
            source.choice([name, "--no-" + name[2:]]) if source.random() < 0.97 else name + "=false"
        ]
    value = _value(source, name)
    if source.random() < 0.75 or value.startswith("-"):
        return [f"{name}={value}"]
    if source.random() < 0.03:
        return [name]
    return [name, value]


def _value(source: random.Random, name: str) -> str:
    flag = FLAGS[name]
    if flag.form == "choice":
        return source.choice([*flag.choices, *flag.choices, "odd"])
    if name in ("--startup-probe", "--liveness-probe", "--readiness-probe"):
        return source.choice(PROBES)
    if name == "--add-volume":
        return source.choice(VOLUMES)
    if name == "--add-volume-mount":
        return source.choice(MOUNTS)
    if "cloudsql" in name:
        return source.choice(INSTANCES)
    if name in ("--set-secrets", "--update-secrets"):
        return _joined(source, SECRETS)
    if "remove-env" in name or "remove-build" in name:
        return source.choice(["A", "A,B", "A=1", "B, A", "A,A", ""])
    if name == "--remove-secrets":
        return source.choice(["A", "A,/a/f", "S,T", "/a/f"])
    if name in ("--to-revisions", "--to-tags"):
        return source.choice(SHARES)
    if name in ("--depends-on", "--remove-containers"):
        return source.choice(CONTAINERS)
    if flag.form == "dict":
        return _joined(source, ENV if "env" in name else LABELS)
    if flag.form == "list":
        return source.choice(LISTS)
    if flag.form in VALUES:
        return source.choice(VALUES[flag.form])
    return source.choice(TEXTS.get(name, ["x", "y"]))


def _joined(source: random.Random, pool: list[str]) -> str:
    good = pool[: max(4, len(pool) // 3)]
    number = source.choice([0, 1, 1, 1, 2, 2, 3])
    items = [source.choice(good if source.random() < 0.75 else pool) for _ in range(number)]
    form = source.random()
    if form < 0.75:
        return ",".join(items)
    delimiter = source.choice(["@", "##", "||", ";", ":", "", "^"])
    return f"^{delimiter}^" + (delimiter or ",").join(items)
