# lint as an image, for CI systems that run a container for each step:
#   docker build -t REGION-docker.pkg.dev/PROJECT/tools/lint .
#   docker run --rm -v "$PWD:/src:ro" IMAGE --strict
FROM python:3.13.9-slim-trixie AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY lint lint
COPY rules rules
COPY schemas schemas
COPY examples/assertions.yaml examples/assertions.yaml
RUN python -m venv /opt/lint && /opt/lint/bin/pip install --no-cache-dir ".[cel]"

FROM python:3.13.9-slim-trixie
COPY --from=build /opt/lint /opt/lint
ENV PATH="/opt/lint/bin:$PATH" PYTHONDONTWRITEBYTECODE=1
USER 65532:65532
WORKDIR /src
ENTRYPOINT ["lint"]
