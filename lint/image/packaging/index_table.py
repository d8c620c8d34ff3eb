"""What distributions require and are imported as, from the index's metadata of 2026-11-25.

Made by scripts/distribution_table.py; do not edit. Requirements are those of
all Python versions since 3.9 on Linux, so that the table errs on the long side.
"""

from __future__ import annotations

DATE = "2026-11-25"

# Name, then all that it requires; `name[extra]` has what the extra adds.
REQUIRES = """
absolufy-imports
agent-detector
aiofile caio
aiofiles
aiohappyeyeballs
aiohttp aiohappyeyeballs aiosignal async-timeout attrs frozenlist multidict propcache typing-extensions yarl
aiohttp-retry aiohttp
aiosignal frozenlist typing-extensions
aiosqlite
alembic mako sqlalchemy tomli typing-extensions
alembic[tz] tzdata
altair jinja2 jsonschema narwhals packaging typing-extensions
amqp vine
aniso8601
annotated-doc
annotated-types
anthropic anyio docstring-parser httpx2 jiter opentelemetry-api pydantic sniffio typing-extensions
anthropic[aiohttp] aiohttp
anthropic[aws] boto3 botocore
anthropic[bedrock] boto3 botocore
anthropic[google-cloud] google-auth[requests]
anthropic[mcp] mcp
anthropic[vertex] google-auth[requests]
anyio exceptiongroup idna typing-extensions
anyio[trio] trio
anysqlite anyio
apscheduler tzlocal
apscheduler[gevent] gevent
apscheduler[mongodb] pymongo
apscheduler[redis] redis
apscheduler[sqlalchemy] sqlalchemy
apscheduler[tornado] tornado
apscheduler[twisted] twisted
argcomplete
argon2-cffi argon2-cffi-bindings
argon2-cffi-bindings cffi
asgiref
asgiref[mypy] mypy
asgiref[tests] packaging pytest pytest-asyncio
asn1crypto
ast-serialize
async-timeout
asyncpg async-timeout
attrs
authlib cryptography joserfc
autobahn cbor2 cffi cryptography hyperlink importlib-resources msgpack txaio ujson
autobahn[compress] brotli
autobahn[scram] argon2-cffi passlib
autobahn[twisted] attrs twisted zope-interface
automat typing-extensions
automat[visualize] graphviz twisted
azure-core requests typing-extensions
azure-core[aio] aiohttp
azure-core[tracing] opentelemetry-api
azure-storage-blob azure-core cryptography isodate typing-extensions
azure-storage-blob[aio] azure-core[aio]
backoff
backports-tarfile
backports-zstd
bcrypt
bcrypt[tests] pytest
bcrypt[typecheck] mypy
beartype
beartype[test-tox-coverage] coverage
beautifulsoup4 soupsieve typing-extensions
beautifulsoup4[chardet] chardet
beautifulsoup4[charset-normalizer] charset-normalizer
beautifulsoup4[lxml] lxml
bidict typing-extensions
billiard
black click mypy-extensions packaging pathspec platformdirs pytokens tomli typing-extensions
black[colorama] colorama
black[d] aiohttp
black[uvloop] uvloop
bleach webencodings
blinker
blis numpy
boto3 botocore jmespath s3transfer
boto3[crt] botocore[crt]
botocore jmespath python-dateutil urllib3
bottleneck numpy
branca jinja2
brotli
build importlib-metadata packaging pyproject-hooks tomli
build[keyring] keyring
build[virtualenv] virtualenv
bytecode typing-extensions
cachecontrol msgpack requests
cachecontrol[filecache] filelock
cachecontrol[redis] redis
cachetools
caio
catalogue
cbor2
celery billiard click click-didyoumean click-plugins click-repl exceptiongroup kombu python-dateutil tzlocal vine
celery[auth] cryptography
celery[brotli] brotli
celery[django] django
celery[dynamodb] boto3
celery[elasticsearch] elastic-transport elasticsearch
celery[eventlet] eventlet
celery[gcpubsub] kombu[gcpubsub]
celery[gcs] google-cloud-firestore google-cloud-storage grpcio
celery[gevent] gevent
celery[mongodb] kombu[mongodb]
celery[msgpack] kombu[msgpack]
celery[pydantic] pydantic
celery[redis] kombu[redis]
celery[s3] boto3
celery[sqlalchemy] kombu[sqlalchemy]
celery[yaml] kombu[yaml]
celery[zstd] zstandard
certifi
cffi pycparser
cfgv
channels asgiref django
channels[daphne] daphne
chardet
charset-normalizer
cleo crashtest rapidfuzz
click
click-didyoumean click
click-plugins click
click-repl click prompt-toolkit typing-extensions
cloud-sql-python-connector aiohttp cryptography dnspython google-auth google-cloud-sql requests
cloud-sql-python-connector[asyncpg] asyncpg
cloud-sql-python-connector[pg8000] pg8000
cloud-sql-python-connector[psycopg] psycopg
cloud-sql-python-connector[pymysql] pymysql
cloud-sql-python-connector[pytds] python-tds
cloudevents deprecation
cloudevents[pydantic] pydantic
cloudpathlib typing-extensions
cloudpathlib[all] cloudpathlib[azure] cloudpathlib[gs] cloudpathlib[s3]
cloudpathlib[gs] google-cloud-storage
cloudpathlib[s3] boto3
cloudpickle
colorama
comm
comm[test] pytest
confection typing-extensions
configargparse
configargparse[yaml] pyyaml
constantly
contourpy numpy
contourpy[test] contourpy[test-no-images] matplotlib pillow pre-commit
coverage
crashtest
cryptography cffi typing-extensions
cryptography[ssh] bcrypt
curl-cffi certifi cffi
curl-cffi[cli] rich
cycler
cyclopts attrs docstring-parser rich rich-rst
cyclopts[trio] trio
cyclopts[yaml] pyyaml
cymem
daphne asgiref autobahn twisted[tls]
dash comm flask importlib-metadata janus nest-asyncio plotly pydantic requests retrying setuptools typing-extensions werkzeug
dash[async] flask[async]
dash[celery] celery[redis] kombu redis
dash[fastapi] fastapi uvicorn[standard]
dash[quart] quart
db-dtypes numpy packaging pandas pyarrow
ddtrace bytecode ddtrace-internal envier opentelemetry-api wrapt
ddtrace-internal
debugpy
defusedxml
dep-logic packaging
deprecated wrapt
deprecation packaging
detect-installer
discord-py aiohttp audioop-lts
discord-py[dev] ruff typing-extensions
distlib
distro
dj-database-url django
django asgiref sqlparse
django-cors-headers asgiref django
django-environ typing-extensions
django-environ[testing] coverage[toml] pytest setuptools
django-storages django
django-storages[azure] azure-core azure-storage-blob
django-storages[boto3] boto3
django-storages[google] google-cloud-storage
django-storages[s3] boto3
django[argon2] argon2-cffi
django[bcrypt] bcrypt
djangorestframework django
djangorestframework-simplejwt django djangorestframework pyjwt
djangorestframework-simplejwt[crypto] cryptography
djangorestframework-simplejwt[python-jose] python-jose
dnspython
dnspython[dnssec] cryptography
dnspython[doh] h2 httpcore2 httpx2
dnspython[idna] idna
dnspython[trio] trio
docker requests urllib3
docker[websockets] websocket-client
docstring-parser
docstring-parser[test] pytest
drf-spectacular django djangorestframework inflection jsonschema pyyaml typing-extensions uritemplate
dulwich typing-extensions urllib3
dulwich[aiohttp] aiohttp
dulwich[colordiff] rich
dulwich[https] urllib3
durationpy
ecdsa six
elastic-transport certifi sniffio urllib3
elasticsearch anyio elastic-transport python-dateutil sniffio typing-extensions
elasticsearch[async] aiohttp
elasticsearch[orjson] orjson
elasticsearch[pyarrow] pyarrow
elasticsearch[requests] requests
email-validator dnspython idna
envier
envier[mypy] mypy
et-xmlfile
eventlet dnspython greenlet
exceptiongroup typing-extensions
exceptiongroup[test] pytest
factory-boy faker
faker
faker[image] pillow
faker[tzdata] tzdata
fastapi annotated-doc anyio opentelemetry-api pydantic starlette typing-extensions typing-inspection
fastapi-cli rich-toolkit typer uvicorn[standard]
fastapi-cli[standard-no-fastapi-cloud-cli] uvicorn[standard]
fastapi-cli[standard] fastapi-cloud-cli uvicorn[standard]
fastapi-cloud-cli agent-detector detect-installer fastar httpx pydantic[email] rich-toolkit rignore sentry-sdk typer uvicorn[standard]
fastapi-cloud-cli[standard] uvicorn[standard]
fastapi[all] email-validator fastapi-cli[standard] httpx httpx2 itsdangerous jinja2 opentelemetry-exporter-otlp-proto-http opentelemetry-sdk pydantic-extra-types pydantic-settings python-multipart pyyaml uvicorn[standard]
fastapi[opentelemetry] opentelemetry-exporter-otlp-proto-http opentelemetry-sdk
fastapi[standard-no-fastapi-cloud-cli] email-validator fastapi-cli[standard-no-fastapi-cloud-cli] httpx httpx2 jinja2 opentelemetry-exporter-otlp-proto-http opentelemetry-sdk pydantic-extra-types pydantic-settings python-multipart uvicorn[standard]
fastapi[standard] email-validator fastapi-cli[standard] fastar httpx httpx2 jinja2 opentelemetry-exporter-otlp-proto-http opentelemetry-sdk pydantic-extra-types pydantic-settings python-multipart uvicorn[standard]
fastar
fastavro
fastavro[zstandard] backports-zstd
fastjsonschema
fastmcp fastmcp-slim[client,server]
fastmcp-slim mcp-types platformdirs pydantic-settings pydantic[email] python-dotenv rich typing-extensions
fastmcp-slim[anthropic] anthropic certifi
fastmcp-slim[client] authlib exceptiongroup httpx2 mcp opentelemetry-api py-key-value-aio[filetree,memory] starlette
fastmcp-slim[gemini] certifi google-genai jsonref
fastmcp-slim[mcp] exceptiongroup httpx2 mcp opentelemetry-api starlette
fastmcp-slim[openai] certifi openai
fastmcp-slim[server] authlib certifi cyclopts exceptiongroup griffelib httpx2 joserfc jsonref jsonschema jsonschema-path mcp openapi-pydantic opentelemetry-api packaging py-key-value-aio[filetree,memory] pyperclip python-multipart pyyaml starlette uncalled-for uvicorn watchfiles websockets
fastmcp[anthropic] fastmcp-slim[anthropic]
fastmcp[apps] fastmcp-slim[apps]
fastmcp[azure] fastmcp-slim[azure]
fastmcp[code-mode] fastmcp-slim[code-mode]
fastmcp[gemini] fastmcp-slim[gemini]
fastmcp[jev] fastmcp-slim[jev]
fastmcp[openai] fastmcp-slim[openai]
filelock
filetype
findpython packaging platformdirs
firebase-admin cachecontrol google-api-core[grpc] google-cloud-firestore google-cloud-storage httpx[http2] pyjwt[crypto]
flake8 mccabe pycodestyle pyflakes
flask blinker click importlib-metadata itsdangerous jinja2 markupsafe werkzeug
flask-cors flask typing-extensions werkzeug
flask-jwt-extended flask pyjwt werkzeug
flask-jwt-extended[asymmetric-crypto] cryptography
flask-login flask werkzeug
flask-migrate alembic flask flask-sqlalchemy
flask-restful aniso8601 flask pytz six
flask-socketio blinker click flask jinja2 python-socketio werkzeug
flask-sqlalchemy flask sqlalchemy
flask-wtf flask itsdangerous wtforms
flask-wtf[email] email-validator
flask[async] asgiref
flask[dotenv] python-dotenv
flower celery humanize prometheus-client pytz tornado
folium branca jinja2 numpy requests xyzservices
folium[testing] pytest
fonttools
fonttools[lxml] lxml
fonttools[plot] matplotlib
frozenlist
fsspec
fsspec[arrow] pyarrow
fsspec[dev] pre-commit ruff
fsspec[github] requests
fsspec[hdfs] pyarrow
fsspec[http] aiohttp
fsspec[tqdm] tqdm
functions-framework click cloudevents flask gunicorn starlette uvicorn uvicorn-worker watchdog werkzeug
gevent greenlet zope-event zope-interface
gevent[dnspython] dnspython idna
gevent[monitor] psutil
gevent[recommended] cffi dnspython idna psutil
geventhttpclient brotli certifi gevent
geventhttpclient[benchmarks] httplib2 httpx requests urllib3
gitdb smmap
gitpython gitdb typing-extensions
google-adk absolufy-imports anyio authlib click fastapi google-api-python-client google-cloud-aiplatform[agent-engines] google-cloud-bigtable google-cloud-secret-manager google-cloud-spanner google-cloud-speech google-cloud-storage google-genai graphviz mcp opentelemetry-api opentelemetry-exporter-gcp-trace opentelemetry-sdk pydantic python-dateutil python-dotenv pyyaml requests sqlalchemy sqlalchemy-spanner starlette tenacity typing-extensions tzlocal uvicorn watchdog websockets
google-ai-generativelanguage google-api-core[grpc] google-auth proto-plus protobuf
google-api-core google-auth googleapis-common-protos opentelemetry-api proto-plus protobuf requests
google-api-core[async-rest] aiohttp google-auth[aiohttp]
google-api-core[grpc] grpcio grpcio-status
google-api-core[testing] opentelemetry-sdk
google-api-core[tracing] opentelemetry-instrumentation-grpc
google-api-python-client google-api-core google-auth google-auth-httplib2 httplib2 uritemplate
google-auth cryptography pyasn1-modules
google-auth-httplib2 google-auth httplib2
google-auth-oauthlib google-auth requests-oauthlib
google-auth-oauthlib[tool] click
google-auth[aiohttp] aiohttp requests
google-auth[cryptography] cryptography
google-auth[enterprise-cert] cryptography
google-auth[grpc] grpcio
google-auth[pyjwt] pyjwt
google-auth[pyopenssl] cryptography
google-auth[requests] requests
google-auth[urllib3] packaging urllib3
google-cloud-aiplatform certifi docstring-parser google-api-core[grpc] google-auth google-cloud-bigquery google-cloud-resource-manager google-cloud-storage google-genai packaging proto-plus protobuf pydantic typing-extensions
google-cloud-aiplatform[adk] aiohttp google-adk
google-cloud-aiplatform[agent-engines] aiohttp cloudpickle google-cloud-logging opentelemetry-exporter-gcp-logging opentelemetry-exporter-otlp-proto-http opentelemetry-sdk packaging pydantic typing-extensions
google-cloud-aiplatform[datasets] pyarrow
google-cloud-aiplatform[endpoint] requests requests-toolbelt
google-cloud-aiplatform[metadata] numpy pandas
google-cloud-aiplatform[pipelines] pyyaml
google-cloud-aiplatform[prediction] docker fastapi httpx starlette uvicorn[standard]
google-cloud-aiplatform[private-endpoints] requests urllib3
google-cloud-appengine-logging google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-audit-log googleapis-common-protos protobuf
google-cloud-bigquery google-api-core[grpc] google-auth[pyopenssl] google-cloud-core google-resumable-media packaging python-dateutil requests
google-cloud-bigquery-storage google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-bigquery-storage[fastavro] fastavro
google-cloud-bigquery-storage[pyarrow] pyarrow
google-cloud-bigquery[all] google-cloud-bigquery[bigquery-v2,bqstorage,geopandas,ipython,ipywidgets,matplotlib,opentelemetry,pandas,tqdm]
google-cloud-bigquery[bigquery-v2] proto-plus protobuf
google-cloud-bigquery[bqstorage] google-cloud-bigquery-storage grpcio pyarrow
google-cloud-bigquery[matplotlib] matplotlib
google-cloud-bigquery[opentelemetry] opentelemetry-api opentelemetry-instrumentation opentelemetry-sdk
google-cloud-bigquery[tqdm] tqdm
google-cloud-bigtable google-api-core[grpc] google-auth google-cloud-core google-cloud-monitoring google-crc32c grpc-google-iam-v1 grpcio opentelemetry-api opentelemetry-sdk proto-plus protobuf
google-cloud-build google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-compute google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-container google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-core google-api-core google-auth
google-cloud-core[grpc] grpcio grpcio-status
google-cloud-dataproc google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-datastore google-api-core[grpc] google-auth google-cloud-core grpcio proto-plus protobuf
google-cloud-discoveryengine google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-dlp google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-documentai google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-error-reporting google-api-core[grpc] google-auth google-cloud-logging grpcio proto-plus protobuf
google-cloud-firestore google-api-core[grpc] google-auth google-cloud-core grpcio proto-plus protobuf
google-cloud-iam google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-kms google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-language google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-logging google-api-core[grpc] google-auth google-cloud-appengine-logging google-cloud-audit-log google-cloud-core grpc-google-iam-v1 grpcio opentelemetry-api proto-plus protobuf
google-cloud-monitoring google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-monitoring[pandas] pandas
google-cloud-pubsub google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio grpcio-status opentelemetry-api opentelemetry-sdk proto-plus protobuf
google-cloud-resource-manager google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-run google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-scheduler google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-secret-manager google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-spanner google-api-core[grpc] google-auth google-cloud-core google-cloud-monitoring grpc-google-iam-v1 grpc-interceptor grpcio mmh3 opentelemetry-api opentelemetry-resourcedetector-gcp opentelemetry-sdk opentelemetry-semantic-conventions proto-plus protobuf sqlparse
google-cloud-speech google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-sql google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-storage google-api-core google-auth google-cloud-core google-crc32c google-resumable-media requests
google-cloud-storage[grpc] google-api-core[grpc] grpc-google-iam-v1 grpcio grpcio-status proto-plus protobuf
google-cloud-storage[protobuf] protobuf
google-cloud-storage[tracing] opentelemetry-api
google-cloud-tasks google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-texttospeech google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-trace google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-translate google-api-core[grpc] google-auth google-cloud-core grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-vectorsearch google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-vision google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-crc32c
google-events proto-plus protobuf
google-genai anyio distro google-auth[requests] httpx pydantic requests sniffio tenacity typing-extensions websockets
google-genai[aiohttp] aiohttp
google-genai[httpx2] httpx2
google-genai[pyopenssl] pyopenssl
google-generativeai google-ai-generativelanguage google-api-core google-api-python-client google-auth protobuf pydantic tqdm typing-extensions
google-resumable-media google-crc32c
google-resumable-media[aiohttp] aiohttp google-auth
google-resumable-media[requests] requests
googleapis-common-protos protobuf
googleapis-common-protos[grpc] grpcio
gradio anyio audioop-lts brotli fastapi gradio-client groovy hf-gradio httpx huggingface-hub jinja2 markupsafe numpy orjson packaging pandas pillow pydantic pydub python-multipart pytz pyyaml safehttpx semantic-version starlette tomlkit typer typing-extensions uvicorn
gradio-client fsspec httpx huggingface-hub packaging typing-extensions
gradio[mcp] mcp pydantic
gradio[oauth] authlib itsdangerous
graphviz
greenlet
griffelib
griffelib[pypi] pip platformdirs wheel
groovy
groovy[dev] pytest ruff
grpc-google-iam-v1 googleapis-common-protos[grpc] grpcio protobuf
grpc-interceptor grpcio
grpc-interceptor[testing] protobuf
grpcio typing-extensions
grpcio-health-checking grpcio protobuf
grpcio-status googleapis-common-protos grpcio protobuf
grpcio-tools grpcio protobuf setuptools
grpcio[protobuf] grpcio-tools
gspread google-auth google-auth-oauthlib
gunicorn packaging
gunicorn[eventlet] eventlet
gunicorn[gevent] gevent packaging
gunicorn[http2] h2
gunicorn[tornado] tornado
h11
h2 hpack hyperframe
hatch backports-zstd click distro hatchling httpx2 hyperlink keyring packaging pexpect platformdirs pyproject-hooks python-discovery rich shellingham tomli-w tomlkit userpath uv virtualenv
hatchling packaging pathspec pluggy tomli tomlkit trove-classifiers
hf-gradio gradio-client typer
hf-xet
hf-xet[tests] pytest
hiredis
hishel msgpack typing-extensions
hishel[async] anyio anysqlite
hishel[httpx2] anyio anysqlite httpx2
hishel[requests] requests
hpack
html5tagger
httpcore certifi h11
httpcore2 h11 truststore
httpcore2[asyncio] anyio
httpcore2[http2] h2
httpcore2[trio] trio
httpcore[asyncio] anyio
httpcore[http2] h2
httpcore[trio] trio
httplib2 pyparsing
httptools
httpx anyio certifi httpcore idna
httpx-sse
httpx2 anyio httpcore2 idna truststore typing-extensions
httpx2[brotli] brotli
httpx2[cli] click pygments rich
httpx2[http2] h2
httpx2[ws] wsproto
httpx2[zstd] backports-zstd
httpx[brotli] brotli
httpx[cli] click pygments rich
httpx[http2] h2
httpx[zstd] zstandard
huggingface-hub click filelock fsspec hf-xet httpx2 packaging pyyaml tomli tqdm typing-extensions
huggingface-hub[gradio] gradio requests
huggingface-hub[hf-xet] hf-xet
huggingface-hub[mcp] mcp
huggingface-hub[oauth] authlib fastapi itsdangerous
humanize
hypercorn exceptiongroup h11 h2 priority taskgroup tomli typing-extensions wsproto
hypercorn[trio] trio
hypercorn[uvloop] uvloop
hyperframe
hyperlink idna
id urllib3
identify
idna
imageio numpy pillow
imageio[dev] black flake8 fsspec[github] pytest pytest-cov
imageio[freeimage] fsspec[http]
imageio[linting] black flake8
imageio[test] fsspec[github] pytest pytest-cov
immutabledict
importlib-metadata lazy-importer zipp
importlib-metadata[cover] pytest-cov
importlib-resources zipp
importlib-resources[cover] pytest-cov
incremental packaging tomli
inflection
iniconfig
installer
isodate
isort mypy-extensions
isort[colors] colorama
itsdangerous
janus
jaraco-classes more-itertools
jaraco-context backports-tarfile
jaraco-context[cover] pytest-cov
jaraco-functools more-itertools
jaraco-functools[cover] pytest-cov
jaraco-functools[test] jaraco-classes pytest
jeepney
jeepney[trio] trio
jinja2 markupsafe
jiter
jmespath
joblib cloudpickle
joserfc cryptography
jsonpatch jsonpointer
jsonpointer
jsonref
jsonschema attrs jsonschema-specifications referencing rpds-py
jsonschema-path attrs pathable pyyaml referencing
jsonschema-path[requests] requests
jsonschema-specifications referencing
jwcrypto cryptography typing-extensions
keyring importlib-metadata jaraco-classes jaraco-context jaraco-functools jeepney secretstorage
keyring[cover] pytest-cov
keyrings-google-artifactregistry-auth google-auth keyring pluggy requests
kiwisolver
kombu amqp vine
kombu[gcpubsub] google-cloud-monitoring google-cloud-pubsub grpcio protobuf
kombu[mongodb] pymongo
kombu[msgpack] msgpack
kombu[redis] packaging redis
kombu[sqlalchemy] sqlalchemy
kombu[yaml] pyyaml
kubernetes aiohttp aiohttp-retry certifi durationpy oauthlib pydantic python-dateutil pyyaml requests requests-oauthlib typing-extensions urllib3 websocket-client
kubernetes[google-auth] google-auth
langchain langchain-core langgraph pydantic
langchain-core certifi httpx jsonpatch langchain-protocol langsmith packaging pydantic pyyaml tenacity typing-extensions uuid-utils
langchain-google-genai filetype google-genai langchain-core pydantic
langchain-google-vertexai bottleneck google-cloud-aiplatform google-cloud-storage google-cloud-vectorsearch httpx httpx-sse langchain-core numexpr pydantic validators
langchain-google-vertexai[anthropic] anthropic
langchain-google-vertexai[vectorsearch-v2] google-cloud-vectorsearch
langchain-openai certifi langchain-core openai tiktoken
langchain-protocol typing-extensions
langchain[google-genai] langchain-google-genai
langchain[google-vertexai] langchain-google-vertexai
langchain[mcp] fastmcp
langchain[openai] langchain-openai
langgraph langchain-core langgraph-checkpoint langgraph-prebuilt langgraph-sdk pydantic xxhash
langgraph-checkpoint langchain-core ormsgpack
langgraph-prebuilt langchain-core langgraph-checkpoint
langgraph-sdk httpx langchain-core langchain-protocol orjson websockets
langsmith anyio distro httpx2 orjson packaging pydantic requests requests-toolbelt sniffio typing-extensions uuid-utils websockets xxhash zstandard
langsmith[gemini-live] google-genai
langsmith[google-adk-live] google-adk
langsmith[google-adk] google-adk wrapt
langsmith[otel] opentelemetry-api opentelemetry-exporter-otlp-proto-http opentelemetry-sdk
langsmith[sandbox-auth] pyjwt[crypto]
lazy-importer
librt mypy-extensions
litestar anyio click exceptiongroup httpx importlib-metadata litestar-htmx msgspec multidict multipart polyfactory pyyaml rich rich-click sniffio typing-extensions
litestar-htmx
litestar[annotated-types] annotated-types
litestar[attrs] attrs
litestar[brotli] brotli
litestar[cryptography] cryptography
litestar[jinja] jinja2
litestar[jwt] cryptography pyjwt
litestar[mako] mako
litestar[opentelemetry] opentelemetry-instrumentation-asgi opentelemetry-sdk
litestar[prometheus] prometheus-client
litestar[pydantic] email-validator pydantic pydantic-extra-types
litestar[redis] redis[hiredis]
litestar[structlog] structlog
locust configargparse flask flask-cors flask-login gevent geventhttpclient msgpack psutil pytest python-engineio python-socketio[client] pyzmq requests typing-extensions werkzeug
locust[dns] dnspython
loguru
lxml
lxml[htmlsoup] beautifulsoup4
mako markupsafe
mako[testing] pytest
mangum typing-extensions
markdown
markdown-it-py mdurl
markdown-it-py[coverage] coverage pytest-cov
markdown[testing] coverage pyyaml
markupsafe
matplotlib contourpy cycler fonttools kiwisolver numpy packaging pillow pyparsing python-dateutil
mccabe
mcp anyio httpx httpx-sse httpx2 jsonschema mcp-types opentelemetry-api pydantic pydantic-settings pyjwt[crypto] python-multipart sse-starlette starlette typing-extensions typing-inspection uvicorn
mcp-types pydantic typing-extensions
mcp[cli] python-dotenv typer
mcp[rich] rich
mcp[ws] websockets
mdurl
mmh3
mmh3[plot] matplotlib pandas
mmh3[type] mypy
mock
mock[test] pytest pytest-cov
more-itertools
motor pymongo
motor[aws] pymongo[aws]
motor[encryption] pymongo[encryption]
motor[gssapi] pymongo[gssapi]
motor[ocsp] pymongo[ocsp]
motor[snappy] pymongo[snappy]
motor[zstd] pymongo[zstd]
msgpack
msgspec
msgspec[yaml] pyyaml
multidict typing-extensions
multipart
multitasking
murmurhash
mypy ast-serialize librt mypy-extensions pathspec tomli typing-extensions
mypy-extensions
mypy[dmypy] psutil
mypy[faster-cache] orjson
mypy[install-types] pip
mypy[mypyc] setuptools
mypy[reports] lxml
narwhals
narwhals[pandas] pandas
narwhals[polars] polars
narwhals[pyarrow] pyarrow
narwhals[sql] narwhals[duckdb] sqlparse
nest-asyncio
nltk click defusedxml joblib regex tqdm
nltk[corenlp] requests
nltk[plot] matplotlib
nltk[tgrep] pyparsing
nodeenv
nodeenv[certifi] certifi
numexpr numpy
numpy
oauth2client httplib2 pyasn1 pyasn1-modules rsa six
oauthlib
oauthlib[rsa] cryptography
oauthlib[signals] blinker
oauthlib[signedtoken] cryptography pyjwt
openai anyio httpx2 jiter pydantic sniffio typing-extensions
openai[aiohttp] aiohttp multidict yarl
openai[bedrock] botocore urllib3
openai[datalib] numpy pandas
openai[realtime] websockets
openai[vertex] google-auth[requests]
openapi-pydantic pydantic
openpyxl et-xmlfile
opentelemetry-api typing-extensions
opentelemetry-distro opentelemetry-api opentelemetry-instrumentation opentelemetry-sdk
opentelemetry-exporter-gcp-logging google-cloud-logging opentelemetry-api opentelemetry-resourcedetector-gcp opentelemetry-sdk typing-extensions
opentelemetry-exporter-gcp-monitoring google-cloud-monitoring opentelemetry-api opentelemetry-resourcedetector-gcp opentelemetry-sdk typing-extensions
opentelemetry-exporter-gcp-trace google-cloud-trace opentelemetry-api opentelemetry-resourcedetector-gcp opentelemetry-sdk typing-extensions
opentelemetry-exporter-http-transport opentelemetry-api
opentelemetry-exporter-http-transport[requests] requests
opentelemetry-exporter-http-transport[urllib3] urllib3
opentelemetry-exporter-otlp-common opentelemetry-sdk
opentelemetry-exporter-otlp-common[http] opentelemetry-exporter-http-transport
opentelemetry-exporter-otlp-proto-common opentelemetry-proto
opentelemetry-exporter-otlp-proto-grpc googleapis-common-protos grpcio opentelemetry-api opentelemetry-exporter-otlp-common opentelemetry-exporter-otlp-proto-common opentelemetry-proto opentelemetry-sdk typing-extensions
opentelemetry-exporter-otlp-proto-http googleapis-common-protos opentelemetry-api opentelemetry-exporter-http-transport[requests] opentelemetry-exporter-otlp-common opentelemetry-exporter-otlp-proto-common opentelemetry-proto opentelemetry-sdk requests typing-extensions
opentelemetry-exporter-otlp-proto-http[requests] opentelemetry-exporter-http-transport[requests] requests
opentelemetry-instrumentation opentelemetry-api opentelemetry-semantic-conventions packaging wrapt
opentelemetry-instrumentation-asgi asgiref opentelemetry-api opentelemetry-instrumentation opentelemetry-semantic-conventions opentelemetry-util-http
opentelemetry-instrumentation-asgi[instruments] asgiref
opentelemetry-instrumentation-fastapi opentelemetry-api opentelemetry-instrumentation opentelemetry-instrumentation-asgi opentelemetry-semantic-conventions opentelemetry-util-http
opentelemetry-instrumentation-fastapi[instruments] fastapi
opentelemetry-instrumentation-flask opentelemetry-api opentelemetry-instrumentation opentelemetry-instrumentation-wsgi opentelemetry-semantic-conventions opentelemetry-util-http packaging
opentelemetry-instrumentation-flask[instruments] flask
opentelemetry-instrumentation-grpc opentelemetry-api opentelemetry-instrumentation opentelemetry-semantic-conventions wrapt
opentelemetry-instrumentation-grpc[instruments] grpcio
opentelemetry-instrumentation-requests opentelemetry-api opentelemetry-instrumentation opentelemetry-semantic-conventions opentelemetry-util-http
opentelemetry-instrumentation-requests[instruments] requests
opentelemetry-instrumentation-wsgi opentelemetry-api opentelemetry-instrumentation opentelemetry-semantic-conventions opentelemetry-util-http
opentelemetry-propagator-gcp opentelemetry-api
opentelemetry-proto protobuf
opentelemetry-resourcedetector-gcp opentelemetry-api opentelemetry-sdk requests
opentelemetry-sdk opentelemetry-api opentelemetry-semantic-conventions typing-extensions
opentelemetry-semantic-conventions opentelemetry-api typing-extensions
opentelemetry-util-http
orjson
ormsgpack
outcome attrs
packaging
pandas numpy python-dateutil
pandas[compression] zstandard
pandas[feather] pandas[pyarrow]
pandas[fss] fsspec
pandas[mysql] pymysql sqlalchemy
pandas[parquet] pandas[pyarrow]
pandas[plot] matplotlib
pandas[pyarrow] pyarrow
pandas[timezone] pytz
pandas[xml] lxml
passlib
passlib[argon2] argon2-cffi
passlib[bcrypt] bcrypt
passlib[totp] cryptography
pathable
pathspec
pathspec[optional] typing-extensions
pbs-installer
pbs-installer[all] pbs-installer[download,install]
pbs-installer[download] httpx2
pbs-installer[install] backports-zstd
pdfminer-six charset-normalizer cryptography
pdfminer-six[image] pillow
pdfplumber pdfminer-six pillow pypdfium2
pdm argcomplete blinker certifi dep-logic filelock findpython hishel[httpx2] httpx2[socks] id installer packaging pbs-installer[download] platformdirs pyproject-hooks python-dotenv resolvelib rich shellingham tomli tomlkit truststore unearth virtualenv
pdm[all-locked] backports-tarfile cffi cryptography importlib-metadata jaraco-classes jaraco-context jaraco-functools jeepney keyring more-itertools pycparser secretstorage typing-extensions zipp
pdm[all] pdm[keyring,template]
pdm[keyring] keyring
pdm[template] pdm[cookiecutter,copier]
peewee
peewee[aiosqlite] aiosqlite greenlet
peewee[asyncpg] asyncpg greenlet
peewee[mysql] pymysql
peewee[postgres] psycopg2-binary
peewee[psycopg3] psycopg[binary]
pexpect ptyprocess
pg8000 python-dateutil scramp
phonenumbers
pillow
pillow[xmp] defusedxml
pip
pip-tools build click pip pyproject-hooks setuptools tomli typing-extensions wheel
pipenv certifi packaging setuptools virtualenv
pipx argcomplete filelock packaging platformdirs userpath
pipx[uv] uv
pkginfo
pkginfo[testing] pytest pytest-cov wheel
platformdirs
playwright greenlet
plotly narwhals packaging
plotly[dev-core] pytest requests ruff
plotly[dev-pandas1] numpy pandas setuptools
plotly[dev-pandas2] pandas
plotly[dev-pandas3] pandas
plotly[express] numpy
pluggy
poetry build cachecontrol[filecache] cleo dulwich fastjsonschema findpython installer keyring packaging pbs-installer[download,install] pkginfo platformdirs poetry-core pyproject-hooks requests requests-toolbelt shellingham tomli tomlkit trove-classifiers virtualenv
poetry-core
poetry-plugin-export poetry poetry-core tomlkit
polars polars-runtime-32
polars-runtime-32
polars[all] polars[async,cloudpickle,database,deltalake,excel,fsspec,graph,iceberg,numpy,pandas,plot,pyarrow,pydantic,style,timezone]
polars[async] gevent
polars[cloudpickle] cloudpickle
polars[database] polars[adbc,connectorx,sqlalchemy]
polars[excel] polars[calamine,openpyxl,xlsx2csv,xlsxwriter]
polars[fsspec] fsspec
polars[graph] matplotlib
polars[numpy] numpy
polars[openpyxl] openpyxl
polars[pandas] pandas polars[pyarrow]
polars[plot] altair
polars[pyarrow] pyarrow
polars[pydantic] pydantic
polars[sqlalchemy] polars[pandas] sqlalchemy
polyfactory faker typing-extensions
polyfactory[attrs] attrs
polyfactory[msgspec] msgspec
polyfactory[sqlalchemy] sqlalchemy
postgrest deprecation httpx[http2] pydantic yarl
pre-commit cfgv identify nodeenv pyyaml virtualenv
preshed cymem murmurhash
priority
prometheus-client
prometheus-client[aiohttp] aiohttp
prometheus-client[django] django
prometheus-client[twisted] twisted
prometheus-fastapi-instrumentator prometheus-client starlette
prometheus-flask-exporter flask prometheus-client
prompt-toolkit wcwidth
propcache
proto-plus protobuf
proto-plus[testing] google-api-core
protobuf
psutil
psycopg typing-extensions
psycopg-binary
psycopg-pool typing-extensions
psycopg2-binary
psycopg[binary] psycopg-binary
psycopg[pool] psycopg-pool
ptyprocess
py-key-value-aio beartype typing-extensions
py-key-value-aio[elasticsearch] aiohttp elasticsearch
py-key-value-aio[filetree] aiofile anyio
py-key-value-aio[firestore] google-auth google-cloud-firestore
py-key-value-aio[keyring] keyring
py-key-value-aio[memory] cachetools
py-key-value-aio[mongodb] pymongo
py-key-value-aio[postgresql] asyncpg
py-key-value-aio[pydantic] pydantic
py-key-value-aio[redis] redis
py-key-value-aio[wrappers-encryption] cryptography
pyarrow
pyasn1
pyasn1-modules pyasn1
pycodestyle
pycparser
pydantic annotated-types pydantic-core typing-extensions typing-inspection
pydantic-core typing-extensions
pydantic-extra-types pydantic typing-extensions
pydantic-extra-types[phonenumbers] phonenumbers
pydantic-extra-types[uuid-utils] uuid-utils
pydantic-settings pydantic python-dotenv typing-extensions typing-inspection
pydantic-settings[aws-secrets-manager] boto3
pydantic-settings[aws-systems-manager] boto3
pydantic-settings[gcp-secret-manager] google-cloud-secret-manager
pydantic-settings[yaml] pyyaml
pydantic[email] email-validator
pydeck jinja2 numpy
pydub
pyflakes
pygments
pygments[windows-terminal] colorama
pyjwt typing-extensions
pyjwt[crypto] cryptography
pymongo dnspython
pymongo[ocsp] cryptography pyopenssl requests service-identity
pymongo[test] importlib-metadata pytest pytest-asyncio
pymongo[zstd] backports-zstd
pymysql
pymysql[rsa] cryptography
pyopenssl cryptography typing-extensions
pyparsing
pypdf typing-extensions
pypdf[brotli] brotli
pypdf[crypto] cryptography
pypdf[fonts] fonttools
pypdf[image] pillow
pypdfium2
pyperclip
pyproject-hooks
pysocks
pytest exceptiongroup iniconfig packaging pluggy pygments tomli
pytest-asyncio backports-asyncio-runner pytest typing-extensions
pytest-cov coverage[toml] pluggy pytest
python-dateutil six tzdata
python-discovery filelock
python-docx lxml typing-extensions
python-dotenv
python-dotenv[cli] click
python-engineio simple-websocket
python-engineio[asyncio-client] aiohttp
python-engineio[client] requests websocket-client
python-frontmatter pyyaml
python-http-client
python-jose ecdsa pyasn1 rsa
python-jose[cryptography] cryptography
python-jose[test] pytest pytest-cov
python-json-logger
python-multipart
python-socketio bidict python-engineio
python-socketio[asyncio-client] aiohttp
python-socketio[client] requests websocket-client
python-tds
python-telegram-bot httpcore httpx
python-telegram-bot[callback-data] cachetools
python-telegram-bot[http2] httpx[http2]
python-telegram-bot[job-queue] apscheduler
python-telegram-bot[passport] cffi cryptography
python-telegram-bot[socks] httpx[socks]
python-telegram-bot[webhooks] tornado
pytokens
pytz
pyyaml
pyzmq
quart aiofiles blinker click flask hypercorn itsdangerous jinja2 markupsafe werkzeug
quart[dotenv] python-dotenv
rapidfuzz
rapidfuzz[all] numpy
realtime httpx[http2] pydantic typing-extensions websockets
redis async-timeout
redis[hiredis] hiredis
redis[jwt] pyjwt
redis[ocsp] cryptography pyopenssl requests
redis[otel] opentelemetry-api opentelemetry-exporter-otlp-proto-http opentelemetry-sdk
redis[xxhash] xxhash
referencing attrs rpds-py typing-extensions
regex
reportlab charset-normalizer pillow
requests certifi charset-normalizer idna urllib3
requests-oauthlib oauthlib requests
requests-oauthlib[rsa] oauthlib[signedtoken]
requests-toolbelt requests
requests[socks] pysocks
requests[use-chardet-on-py3] chardet
resolvelib
responses pyyaml requests urllib3
retrying
rich markdown-it-py pygments
rich-click click rich typing-extensions
rich-rst pygments rich
rich-rst[dev] mypy pre-commit ruff
rich-rst[tests] pytest pytest-cov
rich-toolkit click rich typing-extensions
rignore
rpds-py
rsa pyasn1
ruff
s3transfer botocore
s3transfer[crt] botocore[crt]
safehttpx httpx
safehttpx[dev] pytest
sanic aiofiles html5tagger httptools multidict sanic-routing setuptools tracerite typing-extensions ujson uvloop websockets
sanic-routing
scikit-learn joblib narwhals numpy scipy threadpoolctl
scipy numpy
scramp asn1crypto
secretstorage cryptography jeepney
selenium certifi trio trio-websocket typing-extensions urllib3[socks] websocket-client
semantic-version
sendgrid cryptography python-http-client werkzeug
sentry-sdk certifi urllib3
sentry-sdk[aiohttp] aiohttp
sentry-sdk[anthropic] anthropic
sentry-sdk[asyncio] httpcore[asyncio]
sentry-sdk[asyncpg] asyncpg
sentry-sdk[celery] celery
sentry-sdk[django] django
sentry-sdk[fastapi] fastapi
sentry-sdk[flask] blinker flask markupsafe
sentry-sdk[google-genai] google-genai
sentry-sdk[grpcio] grpcio protobuf
sentry-sdk[http2] httpcore[http2]
sentry-sdk[httpx] httpx
sentry-sdk[huggingface-hub] huggingface-hub
sentry-sdk[langchain] langchain
sentry-sdk[langgraph] langgraph
sentry-sdk[litestar] litestar
sentry-sdk[loguru] loguru
sentry-sdk[mcp] mcp
sentry-sdk[openai] openai tiktoken
sentry-sdk[opentelemetry-experimental] opentelemetry-distro
sentry-sdk[opentelemetry-otlp] opentelemetry-distro[otlp]
sentry-sdk[opentelemetry] opentelemetry-distro
sentry-sdk[pymongo] pymongo
sentry-sdk[quart] blinker quart
sentry-sdk[sanic] sanic
sentry-sdk[sqlalchemy] sqlalchemy
sentry-sdk[starlette] starlette
sentry-sdk[tornado] tornado
service-identity attrs cryptography
service-identity[idna] idna
setuptools
setuptools[cover] pytest-cov
shellingham
simple-websocket wsproto
simplejson
six
slack-bolt slack-sdk
slack-sdk
slackclient aiohttp
smart-open wrapt
smart-open[all] smart-open[azure,gcs,http,lz4,s3,ssh,webhdfs,zst]
smart-open[gcs] google-cloud-storage
smart-open[http] requests
smart-open[s3] boto3
smart-open[webhdfs] requests
smart-open[zst] backports-zstd
smmap
sniffio
socksio
sortedcontainers
soupsieve
spacy catalogue click confection cymem jinja2 murmurhash numpy packaging preshed pydantic requests setuptools spacy-legacy spacy-loggers srsly thinc tqdm typer wasabi weasel
spacy-legacy
spacy-loggers
sqlalchemy typing-extensions
sqlalchemy-spanner alembic google-cloud-spanner sqlalchemy
sqlalchemy-spanner[tracing] opentelemetry-api opentelemetry-instrumentation opentelemetry-sdk
sqlalchemy[aiosqlite] aiosqlite sqlalchemy[asyncio]
sqlalchemy[asyncio] greenlet
sqlalchemy[postgresql-asyncpg] asyncpg sqlalchemy[asyncio]
sqlalchemy[postgresql-pg8000] pg8000
sqlalchemy[postgresql-psycopg2binary] psycopg2-binary
sqlalchemy[postgresql-psycopg] psycopg
sqlalchemy[postgresql-psycopgbinary] psycopg[binary]
sqlalchemy[postgresql] psycopg
sqlalchemy[pymysql] pymysql
sqlmodel pydantic sqlalchemy typing-extensions
sqlmodel[asyncio] sqlalchemy[asyncio]
sqlparse
sqlparse[dev] build
srsly catalogue
sse-starlette anyio starlette
sse-starlette[daphne] daphne
sse-starlette[examples-db] aiosqlite sqlalchemy[asyncio]
sse-starlette[examples] fastapi pydantic uvicorn
sse-starlette[uvicorn] uvicorn
starlette anyio typing-extensions
starlette[full] httpx httpx2 itsdangerous jinja2 opentelemetry-api python-multipart pyyaml
storage3 deprecation httpx[http2] pydantic yarl
streamlit altair anyio click itsdangerous numpy packaging pandas pillow protobuf pyarrow pydeck python-multipart requests starlette typing-extensions uvicorn watchdog websockets
streamlit[all] rich streamlit[auth,charts,pdf,performance,snowflake,sql]
streamlit[auth] authlib httpx
streamlit[charts] graphviz matplotlib orjson plotly
streamlit[performance] httptools orjson uvloop
streamlit[sql] sqlalchemy
stripe requests typing-extensions
stripe[async] httpx
structlog typing-extensions
supabase httpx postgrest realtime storage3 supabase-auth supabase-functions yarl
supabase-auth httpx[http2] pydantic pyjwt[crypto]
supabase-functions httpx[http2] yarl
supabase[iceberg] storage3[iceberg]
tenacity
thinc blis catalogue confection cymem murmurhash numpy packaging preshed pydantic setuptools srsly wasabi
threadpoolctl
tiktoken regex requests
tomli
tomli-w
tomlkit
tornado
tqdm
tracerite html5tagger
trio attrs exceptiongroup idna outcome sniffio sortedcontainers
trio-websocket exceptiongroup outcome trio wsproto
trove-classifiers
truststore
twilio aiohttp aiohttp-retry pyjwt requests
twisted attrs automat constantly hyperlink incremental typing-extensions zope-interface
twisted[http2] h2 priority
twisted[tls] idna pyopenssl service-identity
twisted[websocket] wsproto
txaio
txaio[all] twisted zope-interface
txaio[twisted] twisted zope-interface
typer annotated-doc pydantic rich shellingham
typing-extensions
typing-inspection typing-extensions
tzdata
tzlocal
ujson
uncalled-for
unearth httpx2 packaging
unearth[keyring] keyring
unearth[legacy] requests
unidecode
uritemplate
urllib3
urllib3[brotli] brotli
urllib3[h2] h2
urllib3[socks] pysocks
urllib3[zstd] backports-zstd
userpath click
uuid-utils
uv
uvicorn click h11 typing-extensions
uvicorn-worker gunicorn uvicorn
uvicorn[standard] httptools python-dotenv pyyaml uvloop watchfiles websockets
uvloop
uvloop[test] aiohttp flake8 mypy psutil pycodestyle pyopenssl
validators
vine
virtualenv distlib filelock packaging platformdirs python-discovery typing-extensions
wasabi
watchdog
watchdog[watchmedo] pyyaml
watchfiles anyio
watchtower boto3
watchtower[test] build coverage mypy pyyaml ruff wheel
wcwidth
weasel click cloudpathlib confection httpx packaging pydantic smart-open[http] srsly typer wasabi
webencodings
webencodings[test] pytest ruff
websocket-client
websocket-client[test] pytest websockets
websockets
werkzeug markupsafe
werkzeug[watchdog] watchdog
wheel packaging
whitenoise
whitenoise[brotli] brotli
wrapt
wrapt[dev] pytest setuptools
wsproto h11
wtforms markupsafe
wtforms[email] email-validator
xlrd
xlrd[test] pytest pytest-cov
xxhash
xyzservices
yarl idna multidict propcache
yfinance beautifulsoup4 curl-cffi lxml multitasking numpy pandas peewee platformdirs protobuf pytz requests websockets
yfinance[repair] scikit-learn scipy
youtube-transcript-api defusedxml requests
zipp
zipp[cover] pytest-cov
zope-event
zope-interface
zstandard
zstandard[cffi] cffi
"""

# Name by which it is imported, then the distributions that provide it.
IMPORTS = """
OpenSSL pyopenssl
PIL pillow
abs_imports absolufy-imports
absolufy_imports absolufy-imports
agent_detector agent-detector
agentplatform google-cloud-aiplatform
aiofile aiofile
aiofiles aiofiles
aiohappyeyeballs aiohappyeyeballs
aiohttp aiohttp
aiohttp_retry aiohttp-retry
aiosignal aiosignal
aiosqlite aiosqlite
alembic alembic
altair altair
amqp amqp
aniso8601 aniso8601
annotated_doc annotated-doc
annotated_types annotated-types
anthropic anthropic
anyio anyio
anysqlite anysqlite
apiclient google-api-python-client
apscheduler apscheduler
argcomplete argcomplete
argon2 argon2-cffi
asgiref asgiref
asn1crypto asn1crypto
ast_serialize ast-serialize
async_timeout async-timeout
asyncpg asyncpg
attr attrs
attrs attrs
authlib authlib
autobahn autobahn
automat automat
azure.core azure-core
azure.storage.blob azure-storage-blob
backoff backoff
backports.zstd backports-zstd
bcrypt bcrypt
beartype beartype
bidict bidict
billiard billiard
black black
blackd black
bleach bleach
blib2to3 black
blinker blinker
blis blis
boto3 boto3
botocore botocore
bottleneck bottleneck
branca branca
brotli brotli
bs4 beautifulsoup4
bson pymongo
build build
bytecode bytecode
cachecontrol cachecontrol
cachetools cachetools
caio caio
catalogue catalogue
cbor2 cbor2
celery celery
certifi certifi
cffi cffi
cfgv cfgv
channels channels
chardet chardet
charset_normalizer charset-normalizer
cleo cleo
click click
click_didyoumean click-didyoumean
click_plugins click-plugins
click_repl click-repl
cloudevents cloudevents
cloudpathlib cloudpathlib
cloudpickle cloudpickle
colorama colorama
comm comm
confection confection
configargparse configargparse
constantly constantly
contourpy contourpy
corsheaders django-cors-headers
coverage coverage
crashtest crashtest
cryptography cryptography
curl_cffi curl-cffi
cycler cycler
cyclopts cyclopts
cymem cymem
daphne daphne
dash dash
dateutil python-dateutil
db_dtypes db-dtypes
ddtrace ddtrace
debugpy debugpy
defusedxml defusedxml
dep_logic dep-logic
deprecated deprecated
deprecation deprecation
detect_installer detect-installer
discord discord-py
distlib distlib
distro distro
dj_database_url dj-database-url
django django
dns dnspython
docker docker
docstring_parser docstring-parser
docx python-docx
dotenv python-dotenv
drf_spectacular drf-spectacular
dulwich dulwich
durationpy durationpy
ecdsa ecdsa
elastic_transport elastic-transport
elasticsearch elasticsearch
email_validator email-validator
engineio python-engineio
envier envier
environ django-environ
et_xmlfile et-xmlfile
eventlet eventlet
exceptiongroup exceptiongroup
factory factory-boy
faker faker
fastapi fastapi
fastapi_cli fastapi-cli
fastapi_cloud_cli fastapi-cloud-cli
fastar fastar
fastavro fastavro
fastjsonschema fastjsonschema
fastmcp fastmcp-slim
filelock filelock
filetype filetype
findpython findpython
firebase_admin firebase-admin
flake8 flake8
flask flask
flask_cors flask-cors
flask_jwt_extended flask-jwt-extended
flask_login flask-login
flask_migrate flask-migrate
flask_restful flask-restful
flask_socketio flask-socketio
flask_sqlalchemy flask-sqlalchemy
flask_wtf flask-wtf
flower flower
folium folium
fontTools fonttools
frontmatter python-frontmatter
frozenlist frozenlist
fsspec fsspec
functions_framework functions-framework
gevent gevent
geventhttpclient geventhttpclient
git gitpython
gitdb gitdb
google.adk google-adk
google.ai.generativelanguage google-ai-generativelanguage
google.ai.generativelanguage_v1 google-ai-generativelanguage
google.ai.generativelanguage_v1alpha google-ai-generativelanguage
google.ai.generativelanguage_v1beta google-ai-generativelanguage
google.ai.generativelanguage_v1beta2 google-ai-generativelanguage
google.ai.generativelanguage_v1beta3 google-ai-generativelanguage
google.api_core google-api-core
google.auth google-auth
google.cloud.aiplatform google-cloud-aiplatform
google.cloud.aiplatform_v1 google-cloud-aiplatform
google.cloud.aiplatform_v1beta1 google-cloud-aiplatform
google.cloud.appengine_logging google-cloud-appengine-logging
google.cloud.appengine_logging_v1 google-cloud-appengine-logging
google.cloud.audit google-cloud-audit-log
google.cloud.bigquery google-cloud-bigquery
google.cloud.bigquery_storage google-cloud-bigquery-storage
google.cloud.bigquery_storage_v1 google-cloud-bigquery-storage
google.cloud.bigquery_storage_v1alpha google-cloud-bigquery-storage
google.cloud.bigquery_storage_v1beta google-cloud-bigquery-storage
google.cloud.bigquery_storage_v1beta2 google-cloud-bigquery-storage
google.cloud.bigquery_v2 google-cloud-bigquery
google.cloud.bigtable google-cloud-bigtable
google.cloud.bigtable_admin google-cloud-bigtable
google.cloud.bigtable_admin_v2 google-cloud-bigtable
google.cloud.bigtable_v2 google-cloud-bigtable
google.cloud.client google-cloud-core
google.cloud.compute google-cloud-compute
google.cloud.compute_v1 google-cloud-compute
google.cloud.container google-cloud-container
google.cloud.container_v1 google-cloud-container
google.cloud.container_v1beta1 google-cloud-container
google.cloud.dataproc google-cloud-dataproc
google.cloud.dataproc_v1 google-cloud-dataproc
google.cloud.datastore google-cloud-datastore
google.cloud.datastore_admin google-cloud-datastore
google.cloud.datastore_admin_v1 google-cloud-datastore
google.cloud.datastore_v1 google-cloud-datastore
google.cloud.devtools.cloudbuild google-cloud-build
google.cloud.devtools.cloudbuild_v1 google-cloud-build
google.cloud.devtools.cloudbuild_v2 google-cloud-build
google.cloud.discoveryengine google-cloud-discoveryengine
google.cloud.discoveryengine_v1 google-cloud-discoveryengine
google.cloud.discoveryengine_v1alpha google-cloud-discoveryengine
google.cloud.discoveryengine_v1beta google-cloud-discoveryengine
google.cloud.dlp google-cloud-dlp
google.cloud.dlp_v2 google-cloud-dlp
google.cloud.documentai google-cloud-documentai
google.cloud.documentai_v1 google-cloud-documentai
google.cloud.documentai_v1beta3 google-cloud-documentai
google.cloud.environment_vars google-cloud-core
google.cloud.error_reporting google-cloud-error-reporting
google.cloud.errorreporting google-cloud-error-reporting
google.cloud.errorreporting_v1beta1 google-cloud-error-reporting
google.cloud.exceptions google-cloud-core
google.cloud.firestore google-cloud-firestore
google.cloud.firestore_admin google-cloud-firestore
google.cloud.firestore_admin_v1 google-cloud-firestore
google.cloud.firestore_bundle google-cloud-firestore
google.cloud.firestore_v1 google-cloud-firestore
google.cloud.functions functions-framework
google.cloud.functions_v1 functions-framework
google.cloud.functions_v1beta2 functions-framework
google.cloud.iam google-cloud-iam
google.cloud.iam_admin google-cloud-iam
google.cloud.iam_admin_v1 google-cloud-iam
google.cloud.iam_credentials google-cloud-iam
google.cloud.iam_credentials_v1 google-cloud-iam
google.cloud.iam_v2 google-cloud-iam
google.cloud.iam_v2beta google-cloud-iam
google.cloud.iam_v3 google-cloud-iam
google.cloud.iam_v3beta google-cloud-iam
google.cloud.kms google-cloud-kms
google.cloud.kms_v1 google-cloud-kms
google.cloud.language google-cloud-language
google.cloud.language_v1 google-cloud-language
google.cloud.language_v1beta2 google-cloud-language
google.cloud.language_v2 google-cloud-language
google.cloud.logging google-cloud-logging
google.cloud.logging_v2 google-cloud-logging
google.cloud.monitoring google-cloud-monitoring
google.cloud.monitoring_v3 google-cloud-monitoring
google.cloud.obsolete google-cloud-core
google.cloud.operation google-cloud-core
google.cloud.pubsub google-cloud-pubsub
google.cloud.pubsub_v1 google-cloud-pubsub
google.cloud.resourcemanager google-cloud-resource-manager
google.cloud.resourcemanager_v3 google-cloud-resource-manager
google.cloud.run google-cloud-run
google.cloud.run_v2 google-cloud-run
google.cloud.scheduler google-cloud-scheduler
google.cloud.scheduler_v1 google-cloud-scheduler
google.cloud.scheduler_v1beta1 google-cloud-scheduler
google.cloud.secretmanager google-cloud-secret-manager
google.cloud.secretmanager_v1 google-cloud-secret-manager
google.cloud.secretmanager_v1beta1 google-cloud-secret-manager
google.cloud.secretmanager_v1beta2 google-cloud-secret-manager
google.cloud.spanner google-cloud-spanner
google.cloud.spanner_admin_database google-cloud-spanner
google.cloud.spanner_admin_database_v1 google-cloud-spanner
google.cloud.spanner_admin_instance google-cloud-spanner
google.cloud.spanner_admin_instance_v1 google-cloud-spanner
google.cloud.spanner_dbapi google-cloud-spanner
google.cloud.spanner_v1 google-cloud-spanner
google.cloud.speech google-cloud-speech
google.cloud.speech_v1 google-cloud-speech
google.cloud.speech_v1p1beta1 google-cloud-speech
google.cloud.speech_v2 google-cloud-speech
google.cloud.sql.connector cloud-sql-python-connector
google.cloud.sqladmin google-cloud-sql
google.cloud.sqladmin_v1 google-cloud-sql
google.cloud.sqladmin_v1beta4 google-cloud-sql
google.cloud.sqlalchemy_spanner sqlalchemy-spanner
google.cloud.storage google-cloud-storage
google.cloud.tasks google-cloud-tasks
google.cloud.tasks_v2 google-cloud-tasks
google.cloud.tasks_v2beta2 google-cloud-tasks
google.cloud.tasks_v2beta3 google-cloud-tasks
google.cloud.texttospeech google-cloud-texttospeech
google.cloud.texttospeech_v1 google-cloud-texttospeech
google.cloud.texttospeech_v1beta1 google-cloud-texttospeech
google.cloud.trace google-cloud-trace
google.cloud.trace_v1 google-cloud-trace
google.cloud.trace_v2 google-cloud-trace
google.cloud.translate google-cloud-translate
google.cloud.translate_v2 google-cloud-translate
google.cloud.translate_v3 google-cloud-translate
google.cloud.translate_v3beta1 google-cloud-translate
google.cloud.vectorsearch google-cloud-vectorsearch
google.cloud.vectorsearch_v1 google-cloud-vectorsearch
google.cloud.vectorsearch_v1beta google-cloud-vectorsearch
google.cloud.version google-cloud-core
google.cloud.vision google-cloud-vision
google.cloud.vision_helpers google-cloud-vision
google.cloud.vision_v1 google-cloud-vision
google.cloud.vision_v1p1beta1 google-cloud-vision
google.cloud.vision_v1p2beta1 google-cloud-vision
google.cloud.vision_v1p3beta1 google-cloud-vision
google.cloud.vision_v1p4beta1 google-cloud-vision
google.events.cloud.alloydb google-events
google.events.cloud.alloydb_v1 google-events
google.events.cloud.apigateway google-events
google.events.cloud.apigateway_v1 google-events
google.events.cloud.apigeeregistry google-events
google.events.cloud.apigeeregistry_v1 google-events
google.events.cloud.audit google-events
google.events.cloud.audit_v1 google-events
google.events.cloud.batch google-events
google.events.cloud.batch_v1 google-events
google.events.cloud.beyondcorp.appconnections google-events
google.events.cloud.beyondcorp.appconnections_v1 google-events
google.events.cloud.beyondcorp.appconnectors google-events
google.events.cloud.beyondcorp.appconnectors_v1 google-events
google.events.cloud.beyondcorp.appgateways google-events
google.events.cloud.beyondcorp.appgateways_v1 google-events
google.events.cloud.beyondcorp.clientconnectorservices google-events
google.events.cloud.beyondcorp.clientconnectorservices_v1 google-events
google.events.cloud.beyondcorp.clientgateways google-events
google.events.cloud.beyondcorp.clientgateways_v1 google-events
google.events.cloud.certificatemanager google-events
google.events.cloud.certificatemanager_v1 google-events
google.events.cloud.cloudbuild google-events
google.events.cloud.cloudbuild_v1 google-events
google.events.cloud.clouddms google-events
google.events.cloud.clouddms_v1 google-events
google.events.cloud.dataflow google-events
google.events.cloud.dataflow_v1beta3 google-events
google.events.cloud.datafusion google-events
google.events.cloud.datafusion_v1 google-events
google.events.cloud.dataplex google-events
google.events.cloud.dataplex_v1 google-events
google.events.cloud.datastore google-events
google.events.cloud.datastore_v1 google-events
google.events.cloud.datastream google-events
google.events.cloud.datastream_v1 google-events
google.events.cloud.deploy google-events
google.events.cloud.deploy_v1 google-events
google.events.cloud.eventarc google-events
google.events.cloud.eventarc_v1 google-events
google.events.cloud.firestore google-events
google.events.cloud.firestore_v1 google-events
google.events.cloud.functions google-events
google.events.cloud.functions_v2 google-events
google.events.cloud.gkebackup google-events
google.events.cloud.gkebackup_v1 google-events
google.events.cloud.gkehub google-events
google.events.cloud.gkehub_v1 google-events
google.events.cloud.iot google-events
google.events.cloud.iot_v1 google-events
google.events.cloud.memcache google-events
google.events.cloud.memcache_v1 google-events
google.events.cloud.metastore google-events
google.events.cloud.metastore_v1 google-events
google.events.cloud.networkconnectivity google-events
google.events.cloud.networkconnectivity_v1 google-events
google.events.cloud.networkmanagement google-events
google.events.cloud.networkmanagement_v1 google-events
google.events.cloud.networkservices google-events
google.events.cloud.networkservices_v1 google-events
google.events.cloud.notebooks google-events
google.events.cloud.notebooks_v1 google-events
google.events.cloud.pubsub google-events
google.events.cloud.pubsub_v1 google-events
google.events.cloud.redis google-events
google.events.cloud.redis_v1 google-events
google.events.cloud.scheduler google-events
google.events.cloud.scheduler_v1 google-events
google.events.cloud.speech google-events
google.events.cloud.speech_v1 google-events
google.events.cloud.storage google-events
google.events.cloud.storage_v1 google-events
google.events.cloud.video.transcoder google-events
google.events.cloud.video.transcoder_v1 google-events
google.events.cloud.visionai google-events
google.events.cloud.visionai_v1 google-events
google.events.cloud.vmmigration google-events
google.events.cloud.vmmigration_v1 google-events
google.events.cloud.workflows google-events
google.events.cloud.workflows_v1 google-events
google.events.firebase.analytics google-events
google.events.firebase.analytics_v1 google-events
google.events.firebase.auth google-events
google.events.firebase.auth_v1 google-events
google.events.firebase.database google-events
google.events.firebase.database_v1 google-events
google.events.firebase.firebasealerts google-events
google.events.firebase.firebasealerts_v1 google-events
google.events.firebase.remoteconfig google-events
google.events.firebase.remoteconfig_v1 google-events
google.events.firebase.testlab google-events
google.events.firebase.testlab_v1 google-events
google.genai google-genai
google.generativeai google-generativeai
google.iam.v1 grpc-google-iam-v1
google.longrunning.operations_grpc googleapis-common-protos
google.longrunning.operations_proto googleapis-common-protos
google.oauth2 google-auth
google.protobuf protobuf
google.pubsub google-cloud-pubsub
google.pubsub_v1 google-cloud-pubsub
google.resumable_media google-resumable-media
google_auth_httplib2 google-auth-httplib2
google_auth_oauthlib google-auth-oauthlib
google_crc32c google-crc32c
googleapiclient google-api-python-client
gradio gradio
gradio_client gradio-client
graphviz graphviz
greenlet greenlet
gridfs pymongo
griffe griffelib
groovy groovy
grpc grpcio
grpc_health grpcio-health-checking
grpc_interceptor grpc-interceptor
grpc_status grpcio-status
grpc_tools grpcio-tools
gspread gspread
gunicorn gunicorn
h11 h11
h2 h2
hatch hatch
hatchling hatchling
hf_gradio hf-gradio
hf_xet hf-xet
hiredis hiredis
hishel hishel
hpack hpack
html5tagger html5tagger
httpcore httpcore
httpcore2 httpcore2
httplib2 httplib2
httptools httptools
httpx httpx
httpx2 httpx2
httpx_sse httpx-sse
huggingface_hub huggingface-hub
humanize humanize
hypercorn hypercorn
hyperframe hyperframe
hyperlink hyperlink
id id
identify identify
idna idna
imageio imageio
immutabledict immutabledict
importlib_metadata importlib-metadata
importlib_resources importlib-resources
incremental incremental
inflection inflection
iniconfig iniconfig
installer installer
isodate isodate
isort isort
itsdangerous itsdangerous
janus janus
jaraco.classes jaraco-classes
jaraco.context jaraco-context
jaraco.functools jaraco-functools
jeepney jeepney
jinja2 jinja2
jiter jiter
jmespath jmespath
joblib joblib
jose python-jose
joserfc joserfc
jsonpatch jsonpatch
jsonpatch_cli jsonpatch
jsonpointer jsonpointer
jsonref jsonref
jsonschema jsonschema
jsonschema_path jsonschema-path
jsonschema_specifications jsonschema-specifications
jwcrypto jwcrypto
jwt pyjwt
key_value py-key-value-aio
keyring keyring
kiwisolver kiwisolver
kombu kombu
kubernetes kubernetes
langchain langchain
langchain_core langchain-core
langchain_google_genai langchain-google-genai
langchain_google_vertexai langchain-google-vertexai
langchain_openai langchain-openai
langchain_protocol langchain-protocol
langgraph_sdk langgraph-sdk
langsmith langsmith
lazy_importer lazy-importer
litestar litestar
litestar_htmx litestar-htmx
locust locust
loguru loguru
lxml lxml
mako mako
mangum mangum
markdown markdown
markdown_it markdown-it-py
markupsafe markupsafe
matplotlib matplotlib
mccabe mccabe
mcp mcp
mcp_types mcp-types
mdurl mdurl
mmh3 mmh3
mock mock
more_itertools more-itertools
motor motor
mpl_toolkits.axes_grid1 matplotlib
mpl_toolkits.axisartist matplotlib
mpl_toolkits.mplot3d matplotlib
msgpack msgpack
msgspec msgspec
multidict multidict
multipart multipart python-multipart
multitasking multitasking
murmurhash murmurhash
mypy mypy
mypy_extensions mypy-extensions
mypyc mypy
narwhals narwhals
nest_asyncio nest-asyncio
nltk nltk
nodeenv nodeenv
numexpr numexpr
numpy numpy
oauth2client oauth2client
oauthlib oauthlib
openai openai
openapi_pydantic openapi-pydantic
openpyxl openpyxl
opentelemetry.attributes opentelemetry-api
opentelemetry.baggage opentelemetry-api
opentelemetry.context opentelemetry-api
opentelemetry.distro opentelemetry-distro
opentelemetry.environment_variables opentelemetry-api
opentelemetry.exporter.cloud_logging opentelemetry-exporter-gcp-logging
opentelemetry.exporter.cloud_monitoring opentelemetry-exporter-gcp-monitoring
opentelemetry.exporter.cloud_trace opentelemetry-exporter-gcp-trace
opentelemetry.exporter.http.transport opentelemetry-exporter-http-transport
opentelemetry.exporter.otlp.common opentelemetry-exporter-otlp-common
opentelemetry.exporter.otlp.proto.common opentelemetry-exporter-otlp-proto-common
opentelemetry.exporter.otlp.proto.grpc opentelemetry-exporter-otlp-proto-grpc
opentelemetry.exporter.otlp.proto.http opentelemetry-exporter-otlp-proto-http
opentelemetry.instrumentation.asgi opentelemetry-instrumentation-asgi
opentelemetry.instrumentation.auto_instrumentation opentelemetry-instrumentation
opentelemetry.instrumentation.bootstrap opentelemetry-instrumentation
opentelemetry.instrumentation.bootstrap_gen opentelemetry-instrumentation
opentelemetry.instrumentation.cidict opentelemetry-instrumentation
opentelemetry.instrumentation.dependencies opentelemetry-instrumentation
opentelemetry.instrumentation.distro opentelemetry-instrumentation
opentelemetry.instrumentation.environment_variables opentelemetry-instrumentation
opentelemetry.instrumentation.fastapi opentelemetry-instrumentation-fastapi
opentelemetry.instrumentation.flask opentelemetry-instrumentation-flask
opentelemetry.instrumentation.grpc opentelemetry-instrumentation-grpc
opentelemetry.instrumentation.instrumentor opentelemetry-instrumentation
opentelemetry.instrumentation.log_utils opentelemetry-instrumentation
opentelemetry.instrumentation.propagators opentelemetry-instrumentation
opentelemetry.instrumentation.requests opentelemetry-instrumentation-requests
opentelemetry.instrumentation.sqlcommenter_utils opentelemetry-instrumentation
opentelemetry.instrumentation.utils opentelemetry-instrumentation
opentelemetry.instrumentation.version opentelemetry-instrumentation
opentelemetry.instrumentation.wsgi opentelemetry-instrumentation-wsgi
opentelemetry.metrics opentelemetry-api
opentelemetry.propagate opentelemetry-api
opentelemetry.propagators.cloud_trace_propagator opentelemetry-propagator-gcp
opentelemetry.propagators.composite opentelemetry-api
opentelemetry.propagators.textmap opentelemetry-api
opentelemetry.proto opentelemetry-proto
opentelemetry.resourcedetector.gcp_resource_detector opentelemetry-resourcedetector-gcp
opentelemetry.sdk.environment_variables opentelemetry-sdk
opentelemetry.sdk.error_handler opentelemetry-sdk
opentelemetry.sdk.metrics opentelemetry-sdk
opentelemetry.sdk.resources opentelemetry-sdk
opentelemetry.sdk.trace opentelemetry-sdk
opentelemetry.sdk.util opentelemetry-sdk
opentelemetry.sdk.version opentelemetry-sdk
opentelemetry.semconv opentelemetry-semantic-conventions
opentelemetry.trace opentelemetry-api
opentelemetry.util.http opentelemetry-util-http
opentelemetry.util.re opentelemetry-api
opentelemetry.util.types opentelemetry-api
opentelemetry.version opentelemetry-api
orjson orjson
ormsgpack ormsgpack
outcome outcome
packaging packaging
pandas pandas
passlib passlib
pathable pathable
pathspec pathspec
pbs_installer pbs-installer
pdfminer pdfminer-six
pdfplumber pdfplumber
pdm pdm
peewee peewee
pexpect pexpect
pg8000 pg8000
phonenumbers phonenumbers
pip pip
pipenv pipenv
piptools pip-tools
pipx pipx
pkginfo pkginfo
platformdirs platformdirs
playhouse peewee
playwright playwright
plotly plotly
pluggy pluggy
poetry_plugin_export poetry-plugin-export
polars polars
polyfactory polyfactory
postgrest postgrest
pre_commit pre-commit
preshed preshed
priority priority
prometheus_client prometheus-client
prometheus_fastapi_instrumentator prometheus-fastapi-instrumentator
prometheus_flask_exporter prometheus-flask-exporter
prompt_toolkit prompt-toolkit
propcache propcache
proto proto-plus
proxytypes jsonref
psutil psutil
psycopg psycopg
psycopg2 psycopg2-binary
psycopg_binary psycopg-binary
psycopg_pool psycopg-pool
ptyprocess ptyprocess
pwiz peewee
py pytest
pyarrow pyarrow
pyasn1 pyasn1
pyasn1_modules pyasn1-modules
pycodestyle pycodestyle
pycparser pycparser
pydantic pydantic
pydantic_core pydantic-core
pydantic_extra_types pydantic-extra-types
pydantic_settings pydantic-settings
pydeck pydeck
pydub pydub
pyflakes pyflakes
pygments pygments
pylab matplotlib
pymongo pymongo
pymysql pymysql
pyparsing pyparsing
pypdf pypdf
pypdfium2 pypdfium2
pypdfium2_cfg pypdfium2
pypdfium2_cli pypdfium2
pypdfium2_raw pypdfium2
pyperclip pyperclip
pyproject_hooks pyproject-hooks
pytds python-tds
pytest pytest
pytest_asyncio pytest-asyncio
pytest_cov pytest-cov
python_discovery python-discovery
python_http_client python-http-client
python_multipart python-multipart
pythonjsonlogger python-json-logger
pytokens pytokens
pytz pytz
quart quart
rapidfuzz rapidfuzz
realtime realtime
redis redis
referencing referencing
regex regex
reportlab reportlab
requests requests
requests_oauthlib requests-oauthlib
requests_toolbelt requests-toolbelt
resolvelib resolvelib
responses responses
rest_framework djangorestframework
rest_framework_simplejwt djangorestframework-simplejwt
retrying retrying
rich rich
rich_click rich-click
rich_rst rich-rst
rich_toolkit rich-toolkit
rignore rignore
rpds rpds-py
rsa rsa
ruff ruff
s3transfer s3transfer
safehttpx safehttpx
sanic sanic
sanic_routing sanic-routing
scipy scipy
scramp scramp
secretstorage secretstorage
selenium selenium
semantic_version semantic-version
sendgrid sendgrid
sentry_sdk sentry-sdk
service_identity service-identity
setuptools setuptools
shellingham shellingham
simple_websocket simple-websocket
simplejson simplejson
six six
sklearn scikit-learn
slack slack-sdk slackclient
slack_bolt slack-bolt
slack_sdk slack-sdk
smart_open smart-open
smmap smmap
sniffio sniffio
socketio python-socketio
socks pysocks
sockshandler pysocks
socksio socksio
sortedcontainers sortedcontainers
soupsieve soupsieve
spacy spacy
spacy_legacy spacy-legacy
spacy_loggers spacy-loggers
sqlalchemy sqlalchemy
sqlmodel sqlmodel
sqlparse sqlparse
srsly srsly
sse_starlette sse-starlette
starlette starlette
storage3 storage3
storages django-storages
streamlit streamlit
stripe stripe
structlog structlog
supabase supabase
supabase_auth supabase-auth
supabase_functions supabase-functions
telegram python-telegram-bot
tenacity tenacity
thinc thinc
threadpoolctl threadpoolctl
tiktoken tiktoken
tomli tomli
tomli_w tomli-w
tomlkit tomlkit
tornado tornado
tqdm tqdm
tracerite tracerite
trio trio
trio_websocket trio-websocket
trove_classifiers trove-classifiers
truststore truststore
twilio twilio
twisted twisted
txaio txaio
typer typer
typing_extensions typing-extensions
typing_inspection typing-inspection
tzdata tzdata
tzlocal tzlocal
ujson ujson
uncalled_for uncalled-for
unearth unearth
unidecode unidecode
uritemplate uritemplate
urllib3 urllib3
userpath userpath
uuid_utils uuid-utils
uv uv
uvicorn uvicorn
uvicorn_worker uvicorn-worker
uvloop uvloop
validators validators
vertex_ray google-cloud-aiplatform
vertexai google-cloud-aiplatform
vine vine
virtualenv virtualenv
wasabi wasabi
watchdog watchdog
watchfiles watchfiles
watchtower watchtower
wcwidth wcwidth
weasel weasel
webencodings webencodings
websocket websocket-client
websockets websockets
werkzeug werkzeug
wheel wheel
whitenoise whitenoise
wrapt wrapt
wsproto wsproto
wtforms wtforms
xlrd xlrd
xxhash xxhash
xyzservices xyzservices
yaml pyyaml
yarl yarl
yfinance yfinance
youtube_transcript_api youtube-transcript-api
zipp zipp
zmq pyzmq
zope.event zope-event
zope.interface zope-interface
zstandard zstandard
"""
