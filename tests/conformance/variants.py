"""Good manifests and hundreds of variants of them, each with one thing changed.

`variants()` is deterministic. What a variant is worth is not said here: gcloud decides, see
`gcloud_oracle`. Most changes touch one line; where gcloud refuses such a variant, that line is the
reason.
"""

from __future__ import annotations

import itertools
import json
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: orders
  namespace: "415104041262"
  labels:
    team: checkout
    cloud.googleapis.com/location: europe-west1
  annotations:
    run.googleapis.com/ingress: internal-and-cloud-load-balancing
    run.googleapis.com/minScale: "1"
spec:
  template:
    metadata:
      labels:
        tier: "2"
      annotations:
        autoscaling.knative.dev/maxScale: "12"
        run.googleapis.com/cpu-throttling: "false"
        run.googleapis.com/vpc-access-egress: private-ranges-only
        run.googleapis.com/network-interfaces: '[{"network": "default"}]'
    spec:
      containerConcurrency: 40
      timeoutSeconds: 120
      serviceAccountName: orders@shop-prod.iam.gserviceaccount.com
      containers:
        - image: europe-docker.pkg.dev/shop-prod/apps/orders:4.1.0
          command:
            - gunicorn
          args:
            - --workers
            - "2"
          ports:
            - name: http1
              containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: info
            - name: POOL_SIZE
              value: "5"
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: orders-db-password
                  key: "3"
          resources:
            limits:
              cpu: "1"
              memory: 512Mi
          startupProbe:
            httpGet:
              path: /healthz
              port: 8080
              httpHeaders:
                - name: X-Probe
                  value: startup
            periodSeconds: 10
            failureThreshold: 6
          livenessProbe:
            httpGet:
              port: 8080
            timeoutSeconds: 2
          volumeMounts:
            - name: keys
              mountPath: /etc/keys
      volumes:
        - name: keys
          secret:
            secretName: signing-keys
            defaultMode: 0440
            items:
              - key: latest
                path: current.pem
  traffic:
    - latestRevision: true
      percent: 90
    - revisionName: orders-00017-xyz
      percent: 10
      tag: previous
"""

SIDECARS = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: render
  annotations:
    run.googleapis.com/launch-stage: BETA
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/container-dependencies: '{"front": ["engine"]}'
        run.googleapis.com/execution-environment: gen2
    spec:
      nodeSelector:
        run.googleapis.com/accelerator: nvidia-l4
      containers:
        - name: front
          image: nginx:1.27
          ports:
            - containerPort: 8443
          startupProbe:
            tcpSocket:
              port: 8443
          volumeMounts:
            - name: scratch
              mountPath: /var/cache
        - name: engine
          image: us-docker.pkg.dev/studio/render/engine@sha256:0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7
          workingDir: /srv
          env:
            - name: WARM
              value: "yes"
          resources:
            limits:
              cpu: "4"
              memory: 16Gi
              nvidia.com/gpu: "1"
          startupProbe:
            grpc:
              port: 9000
              service: render.v1.Engine
            initialDelaySeconds: 20
      volumes:
        - name: scratch
          emptyDir:
            medium: Memory
            sizeLimit: 1Gi
        - name: assets
          csi:
            driver: gcsfuse.run.googleapis.com
            readOnly: true
            volumeAttributes:
              bucketName: studio-assets
        - name: home
          nfs:
            server: 10.20.0.2
            path: /exports/home
            readOnly: false
"""

JOB = """\
apiVersion: run.googleapis.com/v1
kind: Job
metadata:
  name: reindex
  labels:
    team: search
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/cloudsql-instances: shop-prod:europe-west1:catalog
    spec:
      taskCount: 4
      parallelism: 2
      template:
        spec:
          maxRetries: 1
          timeoutSeconds: "3600"
          serviceAccountName: reindex@shop-prod.iam.gserviceaccount.com
          containers:
            - image: europe-docker.pkg.dev/shop-prod/jobs/reindex:77
              args:
                - --shards=4
              env:
                - name: DB_HOST
                  value: /cloudsql/shop-prod:europe-west1:catalog
              resources:
                limits:
                  cpu: 1000m
                  memory: 1Gi
"""

WORKER_POOL = """\
apiVersion: run.googleapis.com/v1
kind: WorkerPool
metadata:
  name: mailer
  annotations:
    run.googleapis.com/scalingMode: manual
    run.googleapis.com/manualInstanceCount: "3"
spec:
  template:
    spec:
      containers:
        - image: europe-docker.pkg.dev/shop-prod/apps/mailer:2.0
          env:
            - name: SUBSCRIPTION
              value: projects/shop-prod/subscriptions/mail
          resources:
            limits:
              cpu: "1"
              memory: 512Mi
  instanceSplits:
    - latestRevision: true
      percent: 100
"""

REGIONS = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: quotes
  annotations:
    run.googleapis.com/launch-stage: BETA
    run.googleapis.com/regions: us-central1,europe-west1
    run.googleapis.com/scalingMode: automatic
    run.googleapis.com/minScale: "2"
    run.googleapis.com/maxScale: "40"
    run.googleapis.com/iap-enabled: "true"
    run.googleapis.com/ssh-enabled: "false"
    run.googleapis.com/invoker-iam-disabled: "true"
    run.googleapis.com/default-url-disabled: "true"
    run.googleapis.com/custom-audiences: '["https://quotes.example.com"]'
    apphub.cloud.google.com/functional-type: mcp-server
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/scaling-cpu-target: "0.7"
        run.googleapis.com/scaling-concurrency-target: "0.85"
        run.googleapis.com/execution-environment: gen2
        run.googleapis.com/startup-cpu-boost: "true"
        run.googleapis.com/sessionAffinity: "true"
        run.googleapis.com/encryption-key-shutdown-hours: "24"
        run.googleapis.com/post-key-revocation-action-type: shut-down
        run.googleapis.com/encryption-key: projects/p/locations/us-central1/keyRings/r/cryptoKeys/k
    spec:
      runtimeClassName: ""
      containers:
        - name: quotes
          image: us-docker.pkg.dev/bank/apps/quotes:9
          imagePullPolicy: Always
          ports:
            - name: h2c
              containerPort: 8080
              protocol: TCP
          terminationMessagePath: /dev/termination-log
          terminationMessagePolicy: File
          startupProbe:
            tcpSocket:
              port: 8080
              host: ""
          readinessProbe:
            httpGet:
              scheme: HTTP
              path: /ready
              port: 8080
            timeoutSeconds: 2
            periodSeconds: 5
            successThreshold: 1
            failureThreshold: 3
          livenessProbe:
            grpc:
              service: quotes.v1.Quotes
              port: 8080
            periodSeconds: 30
          resources:
            requests:
              cpu: 500m
              memory: 256Mi
            limits:
              cpu: "2"
              memory: 1Gi
          volumeMounts:
            - name: cache
              mountPath: /cache
              readOnly: false
              subPath: quotes
      volumes:
        - name: cache
          emptyDir:
            medium: Disk
            sizeLimit: 10Gi
"""

TRAINING = """\
apiVersion: run.googleapis.com/v1
kind: Job
metadata:
  name: training
  annotations:
    run.googleapis.com/launch-stage: BETA
spec:
  runExecutionToken: tuesday
  template:
    metadata:
      labels:
        model: large
      annotations:
        run.googleapis.com/execution-environment: gen2
        run.googleapis.com/gpu-zonal-redundancy-disabled: "true"
        run.googleapis.com/network-interfaces: '[{"network":"default","tags":["train"]}]'
        run.googleapis.com/vpc-access-egress: all-traffic
    spec:
      taskCount: 2
      parallelism: 1
      template:
        spec:
          maxRetries: 0
          timeoutSeconds: 3600
          nodeSelector:
            run.googleapis.com/accelerator: nvidia-rtx-pro-6000
          containers:
            - image: us-docker.pkg.dev/lab/models/train:3
              workingDir: /srv
              env:
                - name: TOKEN
                  valueFrom:
                    secretKeyRef:
                      name: token
                      key: latest
              resources:
                limits:
                  cpu: "20"
                  memory: 80Gi
                  nvidia.com/gpu: "1"
              volumeMounts:
                - name: data
                  mountPath: /data
          volumes:
            - name: data
              csi:
                driver: gcsfuse.run.googleapis.com
                readOnly: true
                volumeAttributes:
                  bucketName: lab-data
                  mountOptions: implicit-dirs
"""

INSTANCE = """\
apiVersion: run.googleapis.com/v1
kind: Instance
metadata:
  name: agent
  labels:
    cloud.googleapis.com/location: us-central1
  annotations:
    run.googleapis.com/ssh-enabled: "true"
    run.googleapis.com/ingress: internal
    run.googleapis.com/iap-enabled: "false"
spec:
  restartPolicy: OnFailure
  serviceAccountName: agent@lab-prod.iam.gserviceaccount.com
  containers:
    - name: agent
      image: us-docker.pkg.dev/lab/apps/agent:1
      sandboxLauncher: true
      command:
        - /srv/agent
      ports:
        - containerPort: 8080
      env:
        - name: MODE
          value: live
      resources:
        limits:
          cpu: "2"
          memory: 4Gi
      volumeMounts:
        - name: scratch
          mountPath: /scratch
  volumes:
    - name: scratch
      emptyDir:
        medium: Disk
        sizeLimit: 10Gi
"""

SANDBOXES = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: notebook
  annotations:
    run.googleapis.com/launch-stage: BETA
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/execution-environment: gen2
    spec:
      terminationGracePeriodSeconds: 10
      containers:
        - image: us-docker.pkg.dev/lab/apps/notebook:1
          sandboxLauncher: true
"""

DELAYED = """\
apiVersion: run.googleapis.com/v1
kind: Job
metadata:
  name: nightly
  annotations:
    run.googleapis.com/launch-stage: ALPHA
spec:
  template:
    spec:
      delayExecution: true
      taskCount: 1
      template:
        spec:
          terminationGracePeriodSeconds: 10
          containers:
            - image: us-docker.pkg.dev/lab/apps/nightly:1
"""

BASES = {
    "service": SERVICE,
    "sidecars": SIDECARS,
    "job": JOB,
    "pool": WORKER_POOL,
    "regions": REGIONS,
    "training": TRAINING,
}
NEWER_BASES = {"instance": INSTANCE, "sandboxes": SANDBOXES, "delayed": DELAYED}
"""Manifests with kinds and fields that SDK 528 does not have, and SDK 578 has."""


def bases(sdk: int) -> dict[str, str]:
    """The good manifests that the SDK of a release (`528`) accepts, by name."""
    return BASES | NEWER_BASES if sdk >= 578 else BASES


NUMBERS = (
    *("0", "1", "-1", "+1", "007", "0444", "0888", "08", "0o17", "0x1F"),
    *("0X1F", "0xfg", "0b101", "0b2", "1_000", "1__0", "_1", "1_", "0_7", "1:30"),
    *("1:60", "12:30:45", "-1:30", "99:99", "1:30.5", "1.0", "1.", ".5", "-.5", "1.5.0"),
    *("1e3", "1E3", "1e+3", "1.e3", "1.5e-3", ".5e3", ".5e+3", ".inf", "-.inf", "+.INF"),
    *(
        ".Inf",
        ".nan",
        ".NaN",
        "inf",
        "nan",
        "2147483648",
        "9223372036854775808",
        "99999999999999999999",
        "00",
        "0_",
    ),
    *("0x", "1,000", "1m", "½"),
)
"""Numbers in every notation of YAML 1.1, and what only looks like one."""

SCALARS = (
    *("y", "No", "ON", "true", "False", "yEs", '"true"', "~", "null", "Null", "None", '""', "''"),
    *(
        "3",
        "-7",
        "0777",
        "1.5",
        "1e3",
        "0x1f",
        "22:22",
        '"12"',
        "'0444'",
        '" 8 "',
        "12Mi",
        "a b",
        "@a",
    ),
    *(
        "2024-05-06",
        "2024-05-06T07:08:09Z",
        '"2024-05-06"',
        "2024-13-01",
        "[]",
        "{}",
        "[a]",
        "{a: b}",
    ),
    *(
        "!!str 1",
        "!!int '5'",
        "!custom x",
        "!!binary aGk=",
        "=",
        "<<",
        "*nowhere",
        "&anchor v",
        "`v`",
    ),
    *("%v", "- v", "a: b", "a #b", "a#b", '"a', "'it''s'", "[a, b", "{{ v }}", "${V}", "|", "\tv"),
)
"""What a value is replaced with; each field meets a few of them."""

SHAPES = (
    "",
    "null",
    "text",
    '""',
    "7",
    "true",
    "[]",
    "{}",
    "[text]",
    "[null]",
    "[{}]",
    "{nope: 1}",
    "[[]]",
)
"""What a mapping or a list is replaced with; each meets a few of them."""

_KEY = r"(?P<lead> *(?:- )?)(?P<key>[\w./-]+):"
_LEAF = re.compile(_KEY + r" (?P<value>\S.*)")
_BLOCK = re.compile(_KEY)
_ITEM = re.compile(r"(?P<lead> *- )(?P<value>[^ ]+)")


class Variant:
    """A manifest as bytes. `line` is the line that was changed, counted from 1; None where the
    change is not one of a single line."""

    __slots__ = ("line", "name", "text")

    def __init__(self, name: str, text: str | bytes, line: int | None = None) -> None:
        self.name = name
        self.text = text if isinstance(text, bytes) else text.encode("utf-8")
        self.line = line

    def __repr__(self) -> str:
        return f"<Variant {self.name}>"


def variants(sdk: int = 528) -> list[Variant]:
    """All variants of the bases for an SDK, in a fixed order, with names of their own; no base itself."""
    made = []
    for base, text in bases(sdk).items():
        lines = text.splitlines()
        for variant in itertools.chain(
            _leaves(lines), _blocks(lines), _fields(lines), _documents(text), _bytes(text)
        ):
            variant.name = f"{base} {variant.name}"
            made.append(variant)
    made.extend(_notations())
    made.extend(_anchors())
    return made


def _join(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _with(lines: list[str], number: int, *new: str, drop: int = 1) -> str:
    return _join([*lines[:number], *new, *lines[number + drop :]])


def _leaves(lines: list[str]) -> Iterator[Variant]:
    """Every scalar: its quotes swapped, and a few other values in its place."""
    words = itertools.cycle(SCALARS)
    for number, line in enumerate(lines):
        leaf = _LEAF.fullmatch(line) or _ITEM.fullmatch(line)
        if leaf is None:
            continue
        value = leaf["value"]
        head = line[: len(line) - len(value)]
        where = f"{number + 1} {head.strip()}"
        swapped = value[1:-1] if value[0] in "\"'" else f'"{value}"'
        yield Variant(f"{where} quotes swapped", _with(lines, number, head + swapped), number + 1)
        for word in itertools.islice((word for word in words if word != value), 4):
            changed = _with(lines, number, head + word)
            yield Variant(f"{where} {word!r}", changed, number + 1)


def _blocks(lines: list[str]) -> Iterator[Variant]:
    """Every mapping and list: another shape in its place, an unknown field inside it."""
    shapes = itertools.cycle(SHAPES)
    for number, line in enumerate(lines):
        block = _BLOCK.fullmatch(line)
        if block is None:
            continue
        column = len(block["lead"])
        size = 1
        while number + size < len(lines) and _indent(lines[number + size]) > column:
            size += 1
        where = f"{number + 1} {block['key']}"
        for shape in itertools.islice(shapes, 3):
            changed = _with(lines, number, f"{line} {shape}".rstrip(), drop=size)
            yield Variant(f"{where} becomes {shape!r}", changed, number + 1)
        inner = lines[number + 1]
        if inner.lstrip().startswith("- "):
            entries = [entry.replace("- ", "  ", 1) for entry in lines[number + 1 : number + size]]
            changed = _with(lines, number, line, *entries, drop=size)
            yield Variant(f"{where} without dashes", changed)
        else:
            unknown = " " * _indent(inner) + "nonsense: true"
            changed = _with(lines, number, line, unknown)
            yield Variant(f"{where} with an unknown field", changed, number + 2)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _fields(lines: list[str]) -> Iterator[Variant]:
    """Every key: misspelt in one way, and repeated now and then."""
    for number, line in enumerate(lines):
        field = re.match(_KEY, line)
        if field is None:
            continue
        key = field["key"]
        snake = re.sub(r"(?<=[a-z])([A-Z])", r"_\1", key).lower()
        spellings = (key + "s", key[:-1], key.upper(), snake, key[0].upper() + key[1:], f"{key} ")
        spelling = spellings[number % len(spellings)]
        if spelling == key:
            spelling = key + key[-1]
        changed = line.replace(f"{key}:", f"{spelling}:", 1)
        where = f"{number + 1} {key}"
        yield Variant(f"{where} as {spelling!r}", _with(lines, number, changed), number + 1)
        if number % 3 == 0:
            no_blank = line.replace(": ", ":", 1)
            if no_blank != line:
                text = _with(lines, number, no_blank)
                yield Variant(f"{where} without a blank", text, number + 1)
        elif number % 3 == 1 and _LEAF.fullmatch(line):
            again = " " * len(field["lead"]) + f"{key}: again"
            yield Variant(f"{where} repeated", _with(lines, number, line, again))


def _documents(text: str) -> Iterator[Variant]:
    """The text among other documents, with a status, and as JSON."""
    lines = text.splitlines()
    count = len(lines)
    yield Variant("after a marker", "---\n" + text)
    yield Variant("among empty documents", "---\n# nothing\n---\n" + text + "---\n---\n")
    yield Variant("before a list", text + "---\n- a\n", count + 2)
    yield Variant("before itself", text + "---\n" + text, count + 2)
    yield Variant("before a null", text + "---\nnull\n")
    yield Variant("with an end marker", text + "...\n")
    yield Variant("with text after its end", text + "...\nmore\n", count + 2)
    yield Variant("with a status", text + "status:\n  nonsense: [1, {a: b}]\n")
    yield Variant("with a status that is text", text + "status: ready\n")
    yield Variant("with a date in its status", text + "status: {at: 2024-05-06}\n")
    yield Variant("with comments", "".join(f"{line}  # why\n" for line in lines))
    yield Variant("in YAML 1.1", "%YAML 1.1\n---\n" + text)
    yield Variant("in YAML 1.2", "%YAML 1.2\n---\n" + text)
    yield Variant("in YAML 2.0", "%YAML 2.0\n---\n" + text, 1)
    yield Variant(
        "in a list",
        "".join(f"{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines)),
    )
    yield Variant("in a list of items", "kind: List\nitems: []\n")
    yield Variant("indented", "".join(f"  {line}\n" for line in lines))
    yield Variant("halved", _join(lines[: count // 2]))
    data = _plain(text)
    yield Variant("as JSON", json.dumps(data))
    yield Variant("as indented JSON", json.dumps(data, indent=2))
    yield Variant("as compact JSON", json.dumps(data, separators=(",", ":")))
    yield Variant("as JSON with tabs", json.dumps(data, indent="\t"), 2)
    yield Variant("as JSON with a comma too many", json.dumps(data)[:-1] + ",}")
    yield Variant("as JSON without its end", json.dumps(data)[:-1])


def _plain(text: str) -> object:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    return yaml.load(text)


def _bytes(text: str) -> Iterator[Variant]:
    """The text in other encodings, with other line ends and with characters that do not belong."""
    data = text.encode()
    yield Variant("with a BOM", b"\xef\xbb\xbf" + data)
    yield Variant("with two BOMs", b"\xef\xbb\xbf\xef\xbb\xbf" + data, 1)
    yield Variant("with CRLF", data.replace(b"\n", b"\r\n"))
    yield Variant("with CR", data.replace(b"\n", b"\r"))
    yield Variant("with mixed line ends", data.replace(b"\n", b"\r\n", 3))
    yield Variant("without a last line end", data.rstrip(b"\n"))
    yield Variant("as UTF-16", text.encode("utf-16"), 1)
    yield Variant("in Latin-1", b"# caf\xe9\n" + data, 1)
    yield Variant("with a UTF-8 comment", "# café ☃ \U0001f600\n" + text)
    yield Variant("with a NUL", b"# \x00\n" + data, 1)
    yield Variant("with an ESC", b"# \x1b[0m\n" + data, 1)
    yield Variant("with a DEL", b"# \x7f\n" + data, 1)
    yield Variant("with a tab before a comment", data.replace(b"\nkind", b"\t# why\nkind", 1), 1)
    yield Variant("with a tab at a line end", data.replace(b"\nkind", b"\t\nkind", 1), 1)
    yield Variant("with a tab line", data.replace(b"\nkind", b"\n\t\nkind", 1), 2)
    yield Variant("indented with tabs", re.sub(rb"(?m)^((?:  )+)", b"\t", data))
    yield Variant("with a no-break space", text.replace("kind: ", "kind:\u00a0", 1), 2)
    yield Variant("with blank lines", data.replace(b"\n", b"\n\n"))


def _notations() -> Iterator[Variant]:
    """All number notations in an integer, in a string, and in a mode."""
    places = {
        "integer": (SERVICE, "containerConcurrency: ", "40"),
        "string": (SERVICE, "value: ", "info"),
        "mode": (SERVICE, "defaultMode: ", "0440"),
        "quoted integer": (JOB, "taskCount: ", "4"),
    }
    for place, (text, head, value) in places.items():
        line = text[: text.index(head + value)].count("\n") + 1
        for number in NUMBERS:
            written = f'"{number}"' if place.startswith("quoted") else number
            changed = text.replace(head + value, head + written, 1)
            yield Variant(f"{place} {number}", changed, line)


def _anchors() -> Iterator[Variant]:
    """Anchors, aliases, merges and repeated keys."""
    env = (
        "            - name: LOG_LEVEL\n              value: info\n            - name: POOL_SIZE\n"
    )
    first, second = (
        "            - &one {name: LOG_LEVEL, value: info}\n",
        "            - {name: POOL_SIZE}\n",
    )
    start = SERVICE.index(env)
    end = start + len(env) + len('              value: "5"\n')
    line = SERVICE[:start].count("\n") + 2
    for name, entry, at in (
        ("alias", "*one", None),
        ("merge", "{<<: *one, name: POOL_SIZE}", None),
        ("merge behind", "{name: POOL_SIZE, <<: *one}", None),
        ("merge of a list", "{<<: [{value: x}, *one], name: POOL_SIZE}", None),
        ("merge of an empty list", "{<<: [], name: POOL_SIZE}", None),
        ("merge of a word", "{<<: one, name: POOL_SIZE}", line),
        ("merge of null", "{<<: , name: POOL_SIZE}", line),
        ("merge of a list of words", "{<<: [one], name: POOL_SIZE}", line),
        ("quoted merge", '{"<<": *one, name: POOL_SIZE}', line),
        ("two merges", "{<<: *one, <<: {name: POOL_SIZE}}", None),
        ("merge with a repeated key", "{<<: *one, name: POOL_SIZE, name: POOL}", None),
        ("merge of a repeated key", "{<<: {value: a, value: b}, name: POOL_SIZE}", None),
        ("merge with an unknown field", "{<<: {valueForm: a}, name: POOL_SIZE}", line),
        ("merge with a number", "{<<: {value: 5}, name: POOL_SIZE}", line),
        ("repeated key", "{name: POOL_SIZE, name: POOL}", None),
        ("repeated key, second wrong", "{name: POOL_SIZE, value: a, value: 5}", None),
        ("repeated key, first wrong", "{name: POOL_SIZE, value: 5, value: a}", line),
        ("keys alike in JSON", '{name: POOL_SIZE, true: a, "true": b}', line),
        ("explicit key", "{? name : POOL_SIZE}", None),
        ("tagged mapping", "!!map {name: POOL_SIZE}", None),
        ("ordered mapping", "!!omap [name: POOL_SIZE]", None),
        ("set", "!!set {name}", line),
        ("list key", "{[a]: b}", line),
        ("mapping key", "{{a: b}: c}", line),
        ("date key", "{2024-05-06: a}", line),
        ("unknown alias", "*two", line),
        ("unknown tag", "!env {name: POOL_SIZE}", line),
    ):
        text = SERVICE[:start] + first + second.replace("{name: POOL_SIZE}", entry) + SERVICE[end:]
        yield Variant(f"anchors: {name}", text, at)
    yield Variant("anchors: holder", "x-env: &e {A: b}\n" + SERVICE, 1)
    yield Variant(
        "anchors: holder under annotations", SERVICE.replace("team: checkout", "team: &t checkout")
    )
    yield Variant(
        "anchors: inside itself",
        JOB.replace("  labels:\n    team: search", "  labels: &l\n    team: *l"),
        6,
    )
    for key in (
        "on",
        "1",
        "1.5",
        "null",
        "~",
        '""',
        "'a b'",
        "2024-05-06",
        "0x10",
        ".inf",
        "?",
        "=",
    ):
        text = SERVICE.replace("    team: checkout", f"    {key}: checkout")
        yield Variant(f"label key {key}", text, 7)
