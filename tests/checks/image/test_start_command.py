"""The command that an image starts, and the script file behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.api import check_paths

HEAD = """\
apiVersion: serving.knative.dev/v1
kind: {kind}
metadata: {{name: shop}}
spec:
  template:
    metadata: {{annotations: {{{annotations}}}}}
    spec:
      containers:
        - image: {image}
"""
IMAGE = "us-docker.pkg.dev/p/r/shop:1.0"
IDS = (*(f"BLD04{n}" for n in range(2, 10)), "BLD058", "BLD069", "BLD077")
SH = "#!/bin/sh\nexec python main.py\n"


def found(
    tmp_path: Path,
    dockerfile: str,
    *,
    base: str = "python:3.12-slim",
    lines: str = "",
    annotations: str = "",
    kind: str = "Service",
    image: str = IMAGE,
    executable: bool = False,
    script: str | bytes = SH,
    **files: str,
) -> list[tuple[str, str, str, int]]:
    (tmp_path / "main.py").write_text("app = 1\n")
    data = script.encode() if isinstance(script, str) else script
    (tmp_path / "start.sh").write_bytes(data)
    (tmp_path / "start.sh").chmod(0o755 if executable else 0o644)
    for name, text in files.items():
        (tmp_path / name.replace("_dot_", ".")).write_text(text)
    (tmp_path / "Dockerfile").write_text(f"FROM {base}\nWORKDIR /app\nCOPY . .\n{dockerfile}\n")
    manifest = tmp_path / "service.yaml"
    manifest.write_text(HEAD.format(kind=kind, annotations=annotations, image=image) + lines)
    return [
        (f.rule, f.severity, f.place.path.rpartition("/")[2], f.place.line)
        for f in check_paths([manifest], source=tmp_path).findings
        if f.rule in IDS
    ]


CRLF = SH.replace("\n", "\r\n")
ENDS = ("BLD042", "error", "start.sh", 1)
MODE = ("BLD043", "error", "start.sh", 1)


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        ('ENTRYPOINT ["./start.sh"]', [ENDS, MODE]),
        ('RUN chmod +x start.sh\nENTRYPOINT ["/app/start.sh"]', [ENDS]),
        ('CMD ["sh", "start.sh"]', [ENDS]),
        ("CMD ./start.sh", [ENDS, MODE]),
        ("CMD sh ./start.sh", [ENDS]),
        ('RUN sed -i "s/\\r//" start.sh && chmod +x start.sh\nENTRYPOINT ["./start.sh"]', []),
        ('CMD ["python", "main.py"]', []),
    ],
)
def test_line_ends(
    tmp_path: Path, dockerfile: str, expected: list[tuple[str, str, str, int]]
) -> None:
    assert found(tmp_path, dockerfile, script=CRLF) == expected


def test_git_may_change_the_line_ends(tmp_path: Path) -> None:
    given = {"_dot_gitattributes": "*.sh text eol=lf\n"}
    assert found(tmp_path, 'CMD ["sh", "start.sh"]', script=CRLF, **given) == [
        ("BLD042", "warning", "start.sh", 1)
    ]


@pytest.mark.parametrize(
    ("dockerfile", "executable", "expected"),
    [
        ('ENTRYPOINT ["./start.sh"]', False, [MODE]),
        ('ENTRYPOINT ["./start.sh"]', True, []),
        ('ENTRYPOINT ["tini", "--", "./start.sh"]', False, [MODE]),
        ('ENTRYPOINT ["sh", "./start.sh"]', False, []),
        ('COPY --chmod=755 start.sh /start.sh\nENTRYPOINT ["/start.sh"]', False, []),
        ('COPY --chmod=644 start.sh /start.sh\nENTRYPOINT ["/start.sh"]', False, [MODE]),
        ('RUN chmod +x *.sh\nENTRYPOINT ["./start.sh"]', False, []),
        ('RUN <<EOF\nchmod +x start.sh\nEOF\nENTRYPOINT ["./start.sh"]', False, []),
    ],
)
def test_executable(
    tmp_path: Path, dockerfile: str, executable: bool, expected: list[tuple[str, str, str, int]]
) -> None:
    assert found(tmp_path, dockerfile, executable=executable) == expected


@pytest.mark.parametrize(
    ("base", "script", "dockerfile", "expected"),
    [
        ("python:3.12-slim", SH, 'CMD ["./start.sh"]', []),
        ("python:3.12-slim", "exec a\n", 'CMD ["./start.sh"]', [("BLD044", "error")]),
        ("python:3.12-slim", "exec a\n", 'CMD ["tini", "--", "./start.sh"]', []),
        ("python:3.12-slim", "exec a\n", "CMD ./start.sh", []),
        (
            "python:3.12-slim",
            b"\xef\xbb\xbf" + SH.encode(),
            'CMD ["./start.sh"]',
            [("BLD044", "error")],
        ),
        ("python:3.12-alpine", "#!/bin/bash\n", 'CMD ["./start.sh"]', [("BLD044", "error")]),
        (
            "python:3.12-alpine",
            "#!/bin/bash\n",
            'RUN apk add curl\nCMD ["./start.sh"]',
            [("BLD044", "warning")],
        ),
        ("python:3.12-alpine", "#!/bin/bash\n", 'RUN apk add bash\nCMD ["./start.sh"]', []),
        ("gcr.io/distroless/python3", SH, "CMD python main.py", [("BLD044", "error")]),
        ("gcr.io/distroless/python3", SH, 'CMD ["main.py"]', []),
        ("internal/base", "exec a\n", 'CMD ["./start.sh"]', []),  # its ENTRYPOINT may be a shell
        ("internal/base", "exec a\n", 'ENTRYPOINT ["./start.sh"]', [("BLD044", "error")]),
    ],
)
def test_interpreter(
    tmp_path: Path, base: str, script: str | bytes, dockerfile: str, expected: list[tuple[str, str]]
) -> None:
    findings = found(tmp_path, dockerfile, base=base, script=script, executable=True)
    assert [each[:2] for each in findings] == expected


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        ('CMD ["python main.py"]', [("BLD045", "error")]),
        ('ENTRYPOINT ["gunicorn main:app --timeout 0"]', [("BLD045", "error")]),
        ('ENTRYPOINT ["sh", "-c"]\nCMD ["python main.py"]', []),
        ('ENTRYPOINT ["./start.sh"]\nCMD ["python main.py"]', [("BLD045", "warning")]),
        ('ENTRYPOINT ["python"]\nCMD ["main.py --port 8080"]', [("BLD045", "error")]),
        ("CMD python main.py", []),
    ],
)
def test_one_word(tmp_path: Path, dockerfile: str, expected: list[tuple[str, str]]) -> None:
    assert [each[:2] for each in found(tmp_path, dockerfile, executable=True)] == expected


@pytest.mark.parametrize(
    ("dockerfile", "annotations", "expected"),
    [
        ('CMD ["gunicorn", "main:app"]', "", ["BLD046"]),
        ("CMD exec gunicorn -b :$PORT --timeout 30 main:app", "", ["BLD046"]),
        ('CMD ["gunicorn", "--timeout", "0", "main:app"]', "", []),
        ('CMD ["gunicorn", "-t", "300", "main:app"]', "", []),
        ('ENV GUNICORN_CMD_ARGS="--timeout=0"\nCMD ["gunicorn", "main:app"]', "", []),
        ('CMD ["gunicorn", "-c", "gone.py", "main:app"]', "", ["BLD077"]),
        ('CMD ["gunicorn", "-c", "conf.py", "main:app"]', "", []),
        ('CMD ["gunicorn", "main:app"]', 'run.googleapis.com/cpu-throttling: "false"', []),
        ('CMD ["gunicorn", "main:app"]', 'run.googleapis.com/cpu-throttling: "true"', ["BLD046"]),
        ('CMD ["uvicorn", "main:app"]', "", []),
    ],
)
def test_worker_timeout(
    tmp_path: Path, dockerfile: str, annotations: str, expected: list[str]
) -> None:
    findings = found(tmp_path, dockerfile, annotations=annotations, conf_dot_py="timeout = 0\n")
    assert [rule for rule, *_ in findings] == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("uvicorn main:app --reload", ["BLD047"]),
        ("uvicorn main:app", []),
        ("flask --app main run", ["BLD047"]),
        ("python manage.py runserver 0.0.0.0:8080", ["BLD047"]),
        ("fastapi dev main.py", ["BLD047"]),
        ("fastapi run main.py", []),
        ("fastapi run main.py --reload", ["BLD047"]),
        ("python -m flask run --debug", ["BLD047"]),
        ("functions-framework --target=f --debug", ["BLD047"]),
        ("python main.py --debug", []),
    ],
)
def test_development_servers(tmp_path: Path, command: str, expected: list[str]) -> None:
    findings = found(tmp_path, f"CMD {command}", manage_dot_py="x = 1\n")
    assert [(rule, severity) for rule, severity, *_ in findings] == [
        (r, "warning") for r in expected
    ]


GEN2 = "run.googleapis.com/execution-environment: gen2"


@pytest.mark.parametrize(
    ("command", "annotations", "kind", "expected"),
    [
        ('CMD ["sh", "-c", "gcsfuse b /data && exec python main.py"]', "", "Service", ["BLD048"]),
        ("CMD mount -t nfs4 s:/x /data; python main.py", "", "Service", ["BLD048"]),
        ("CMD gcsfuse b /data && python main.py", GEN2, "Service", []),
        ("CMD gcsfuse b /data && python main.py", GEN2.replace("2", "1"), "Service", ["BLD048"]),
        ("CMD gcsfuse b /data && python main.py", "", "WorkerPool", []),
        ("CMD python main.py --gcsfuse", "", "Service", []),
        ("CMD sh start.sh", "", "Service", ["BLD048"]),
    ],
)
def test_file_systems(
    tmp_path: Path, command: str, annotations: str, kind: str, expected: list[str]
) -> None:
    script = "#!/bin/sh\n# gcsfuse x\ngcsfuse b /data\npython main.py\n"
    findings = found(tmp_path, command, annotations=annotations, kind=kind, script=script)
    assert [rule for rule, *_ in findings] == expected
    if command.endswith("start.sh"):
        assert findings[0][2:] == ("start.sh", 3)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("CMD uvicorn main:app --port $$PORT", ["BLD049"]),
        ("CMD uvicorn main:app --port $${PORT}", ["BLD049"]),
        ("CMD uvicorn main:app --port $PORT", []),
        ("CMD echo $$ && uvicorn main:app", []),
        ('CMD ["uvicorn", "main:app", "--port", "$$PORT"]', []),
    ],
)
def test_double_dollar(tmp_path: Path, command: str, expected: list[str]) -> None:
    assert [rule for rule, *_ in found(tmp_path, command)] == expected


def test_the_command_of_one_of_several_containers_may_be_of_another_image(tmp_path: Path) -> None:
    lines = (
        "          name: a\n          ports: [{containerPort: 8080}]\n          command: [./start.sh]\n"
        "        - {image: us-docker.pkg.dev/p/r/b:1, name: b}\n"
    )
    assert found(tmp_path, "CMD python main.py", lines=lines) == []


def test_the_command_of_the_manifest_counts(tmp_path: Path) -> None:
    lines = "          command: [./start.sh]\n"
    assert found(tmp_path, "CMD python main.py", lines=lines) == [MODE]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("if __name__ == '__main__':\n    app.run(host='0.0.0.0', port=8080, debug=True)\n", [5]),
        ("import uvicorn\nuvicorn.run('main:app', host='0.0.0.0', port=8080, reload=True)\n", [5]),
        ("app.run(host='0.0.0.0', port=8080)\n", []),
        ("app.run(host='0.0.0.0', port=8080, debug=False)\n", []),
        ("app.run(host='0.0.0.0', port=8080, debug=DEBUG)\n", []),
        ("def serve():\n    app.run(debug=True)\n", []),
    ],
)
def test_development_servers_in_code(tmp_path: Path, code: str, expected: list[int]) -> None:
    text = "import flask\napp = flask.Flask(__name__)\nx = 1\n" + code
    findings = found(tmp_path, 'CMD ["python", "server.py"]', server_dot_py=text)
    assert findings == [("BLD047", "warning", "server.py", n) for n in expected]


def test_a_server_imports_the_program_and_runs_no_main_block(tmp_path: Path) -> None:
    text = "app = 1\nif __name__ == '__main__':\n    app.run(debug=True)\n"
    findings = found(tmp_path, "CMD uvicorn server:app", server_dot_py=text)
    assert findings == []


ARGS = "          args: [--workers, '2']\n"
AT_ARGS = ("BLD058", "error", "service.yaml", 10)


@pytest.mark.parametrize(
    ("dockerfile", "base", "lines", "wanted"),
    [
        ('CMD ["python", "main.py"]', "python:3.12-slim", ARGS, [AT_ARGS]),
        ("", "debian:bookworm", ARGS, [AT_ARGS]),
        ('ENTRYPOINT ["python", "main.py"]', "python:3.12-slim", ARGS, []),
        ('CMD ["python", "main.py"]', "acme/server:1", ARGS, []),  # it may have an ENTRYPOINT
        ('CMD ["python", "main.py"]', "python:3.12-slim", "          args: [main.py]\n", []),
        ('CMD ["-m", "main"]', "python:3.12", "", [("BLD058", "error", "Dockerfile", 4)]),
    ],
)
def test_a_command_that_begins_with_an_option(
    tmp_path: Path, dockerfile: str, base: str, lines: str, wanted: list[object]
) -> None:
    at = found(tmp_path, dockerfile, base=base, lines=lines)
    assert [one for one in at if one[0] == "BLD058"] == wanted


@pytest.mark.parametrize(
    ("image", "reported"),
    [
        ("europe-west1-docker.pkg.dev/p/r/shop", True),
        ("eu.gcr.io/p/shop", True),
        ("${IMAGE}", True),
        ("docker.io/grafana/grafana:11.1.0", False),
        ("us-docker.pkg.dev/cloudrun/container/hello", False),
        ("gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14", False),
    ],
)
def test_args_of_an_image_that_nobody_builds_here(
    tmp_path: Path, image: str, reported: bool
) -> None:
    at = found(tmp_path, 'CMD ["python", "main.py"]', lines=ARGS, image=image)
    assert ("BLD058" in {one[0] for one in at}) is reported


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        # a COPY brings the file as the tree has it, whatever a line before did to it
        ('RUN chmod +x start.sh\nCOPY . .\nENTRYPOINT ["./start.sh"]', [ENDS, MODE]),
        ('COPY --chmod=755 start.sh .\nCOPY . .\nENTRYPOINT ["./start.sh"]', [ENDS, MODE]),
        ('RUN dos2unix start.sh\nCOPY start.sh .\nCMD ["sh", "start.sh"]', [ENDS]),
        ('RUN dos2unix start.sh\nCOPY main.py .\nCMD ["sh", "start.sh"]', []),
        ('COPY start.sh /s.sh\nRUN dos2unix /s.sh && chmod +x /s.sh\nCOPY . .\nCMD ["/s.sh"]', []),
    ],
)
def test_the_order_of_lines(
    tmp_path: Path, dockerfile: str, expected: list[tuple[str, str, str, int]]
) -> None:
    assert found(tmp_path, dockerfile, script=CRLF) == expected


ABSENT = ("BLD069", "error", "Dockerfile", 4)


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        ('ENTRYPOINT ["/app/gone.sh"]', [ABSENT]),
        ('ENTRYPOINT ["./gone.sh", "--x"]', [ABSENT]),
        ('CMD ["bash", "gone.sh"]', [ABSENT]),
        ("CMD ./gone.sh", [ABSENT]),
        ('ENTRYPOINT ["/start.sh"]', [ABSENT]),
        ('ENTRYPOINT ["/app/.venv/bin/uvicorn", "main:app"]', []),
        ('RUN curl -o gone.sh https://x/y\nENTRYPOINT ["/app/gone.sh"]', []),
        ('RUN make\nENTRYPOINT ["/app/gone.sh"]', []),
        ('COPY --from=alpine /x /app/\nENTRYPOINT ["/app/gone.sh"]', []),
        ('COPY gone.sh .\nENTRYPOINT ["/app/gone.sh"]', []),
        ('COPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]', []),
    ],
)
def test_scripts_that_are_not_there(
    tmp_path: Path, dockerfile: str, expected: list[tuple[str, str, str, int]]
) -> None:
    assert found(tmp_path, dockerfile, executable=True) == expected


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        ("CMD ['python', 'main.py']", 1),
        ('CMD ["python", "main.py",]', 1),
        ("CMD [\u201cpython\u201d, \u201cmain.py\u201d]", 1),
        ("ENTRYPOINT [ 'python', 'main.py' ]", 1),
        ('CMD ["python", "main.py"]', 0),
        ('CMD [ "$A" = 1 ] && exec python main.py', 0),
        ("CMD [ -f x ] || exec python main.py", 0),
        ("CMD [[ -f x ]] || exec python main.py", 0),
        ("ENTRYPOINT [\"./start.sh\"]\nCMD ['python', 'main.py']", 0),
    ],
)
def test_a_list_that_is_no_json(tmp_path: Path, dockerfile: str, expected: int) -> None:
    rules = [row[0] for row in found(tmp_path, dockerfile, executable=True)]
    assert rules == ["BLD045"] * expected


@pytest.mark.parametrize(
    ("lines", "severity"),
    [
        ("COPY --from=a /deps /deps", "error"),
        ("COPY --from=a /bin /bin", "warning"),
        ("COPY --from=busybox /bin/busybox /b", "warning"),
        ("RUN x", "warning"),
    ],
)
def test_the_shell_form_without_a_shell(tmp_path: Path, lines: str, severity: str) -> None:
    base = "python:3.11-slim AS a\nRUN pip install flask\nFROM gcr.io/distroless/python3-debian12"
    rows = found(tmp_path, f"{lines}\nCMD python main.py", base=base)
    assert [row[:2] for row in rows] == [("BLD044", severity)]
