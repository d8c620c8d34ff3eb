"""Well-known distributions: the names they are imported by, and the distributions they require.

A shipped table, for builds without a lock file or a wheelhouse. It only ever softens a verdict
where it errs on the long side, so requirements are the union over platforms and recent versions.
"""

from __future__ import annotations

from lint.image.packaging import index_table

# Import name, then the distributions that provide it; a dotted name counts before its parents.
_IMPORTS = """
discord discord-py py-cord nextcord
slack slack-sdk slackclient
bson pymongo bson
tensorflow tensorflow tensorflow-cpu tensorflow-gpu tf-nightly tensorflow-intel
onnxruntime onnxruntime onnxruntime-gpu
xgboost xgboost xgboost-cpu
keras keras tensorflow keras-nightly
tflite_runtime tflite-runtime
setuptools setuptools
PyPDF2 pypdf2
psycopg psycopg
attr attrs
bs4 beautifulsoup4
cairo pycairo
cv2 opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless
dateutil python-dateutil
dns dnspython
docx python-docx
dotenv python-dotenv
environ django-environ environ-config
fitz pymupdf
git gitpython
github pygithub
gi pygobject
google.api google-api-core googleapis-common-protos
google.api_core google-api-core
google.auth google-auth
google.cloud.aiplatform google-cloud-aiplatform
google.cloud.bigquery google-cloud-bigquery
google.cloud.bigquery_storage google-cloud-bigquery-storage
google.cloud.bigtable google-cloud-bigtable
google.cloud.datastore google-cloud-datastore
google.cloud.error_reporting google-cloud-error-reporting
google.cloud.firestore google-cloud-firestore
google.cloud.kms google-cloud-kms
google.cloud.language google-cloud-language
google.cloud.logging google-cloud-logging
google.cloud.monitoring_v3 google-cloud-monitoring
google.cloud.ndb google-cloud-ndb
google.cloud.pubsub google-cloud-pubsub
google.cloud.pubsub_v1 google-cloud-pubsub
google.cloud.run google-cloud-run
google.cloud.run_v2 google-cloud-run
google.cloud.scheduler google-cloud-scheduler
google.cloud.secretmanager google-cloud-secret-manager
google.cloud.secretmanager_v1 google-cloud-secret-manager
google.cloud.spanner google-cloud-spanner
google.cloud.speech google-cloud-speech
google.cloud.sql.connector cloud-sql-python-connector
google.cloud.storage google-cloud-storage
google.cloud.tasks google-cloud-tasks
google.cloud.tasks_v2 google-cloud-tasks
google.cloud.texttospeech google-cloud-texttospeech
google.cloud.trace google-cloud-trace
google.cloud.translate google-cloud-translate
google.cloud.vision google-cloud-vision
google.genai google-genai
google.generativeai google-generativeai
google.oauth2 google-auth
google.protobuf protobuf
google.rpc googleapis-common-protos
google.type googleapis-common-protos
googleapiclient google-api-python-client
grpc grpcio
grpc_health grpcio-health-checking
grpc_reflection grpcio-reflection
grpc_status grpcio-status
jose python-jose
jwt pyjwt
kafka kafka-python kafka-python-ng
ldap python-ldap
magic python-magic python-magic-bin file-magic
markdown_it markdown-it-py
multipart python-multipart multipart
mysql.connector mysql-connector-python
MySQLdb mysqlclient
nacl pynacl
OpenSSL pyopenssl
opentelemetry opentelemetry-api
opentelemetry.exporter.cloud_trace opentelemetry-exporter-gcp-trace
opentelemetry.instrumentation.fastapi opentelemetry-instrumentation-fastapi
opentelemetry.sdk opentelemetry-sdk
past future
PIL pillow pillow-simd
pkg_resources setuptools
psycopg2 psycopg2-binary psycopg2 psycopg2cffi aws-psycopg2
pythonjsonlogger python-json-logger
pptx python-pptx
rest_framework djangorestframework
ruamel.yaml ruamel-yaml
serial pyserial
skimage scikit-image
sklearn scikit-learn
slugify python-slugify unicode-slugify awesome-slugify
socketio python-socketio
engineio python-engineio
telegram python-telegram-bot
usb pyusb
vertexai google-cloud-aiplatform
websocket websocket-client
win32api pywin32
wx wxpython
yaml pyyaml
zmq pyzmq
Crypto pycryptodome pycrypto
Levenshtein levenshtein python-levenshtein
corsheaders django-cors-headers
django_filters django-filter
storages django-storages
debug_toolbar django-debug-toolbar
rediscluster redis-py-cluster
whisper openai-whisper
faiss faiss-cpu faiss-gpu
"""

# Imported by their own name, with `_` for `-`.
_SAME = """
aiofiles aiohttp aioredis aiosqlite alembic amqp annotated-types anthropic anyio appdirs
apscheduler arrow asgi-correlation-id asgiref async-timeout asyncpg authlib babel backoff bcrypt
billiard black bleach blinker boto3 botocore brotli cachetools celery certifi cffi chardet
charset-normalizer click clickhouse-connect cloudpickle colorama coverage croniter cryptography
cssselect dash dash-bootstrap-components dask databases databricks decorator deepdiff defusedxml
deprecated dill distro django docker ecdsa elasticsearch email-validator factory-boy faker falcon
fastapi fastapi-users fastavro filelock firebase-admin flask flask-cors flask-login flask-migrate
flask-sqlalchemy frozenlist fsspec functions-framework gevent google-auth-httplib2
google-auth-oauthlib greenlet gunicorn h11 h2 httpcore httplib2 httptools httpx huggingface-hub
humanize hypercorn hypothesis idna ijson inflection iniconfig isodate itsdangerous jax jinja2
jmespath joblib jsonpatch jsonschema keras kombu langchain langchain-community langchain-core
langchain-openai langgraph limits litellm lxml mako mangum markupsafe marshmallow matplotlib
msgpack multidict mypy mysqlclient networkx nltk numpy oauthlib onnxruntime openai openpyxl orjson
packaging pandas paramiko passlib peewee pendulum pgvector phonenumbers plotly pluggy polars
prometheus-client prometheus-fastapi-instrumentator prompt-toolkit propcache psutil psycopg
psycopg-pool pyarrow pyasn1 pycparser pydantic pydantic-core pydantic-settings pydub pygments
pymongo pymysql pyparsing pypdf pypdf2 pytest python-multipart pytz quart rapidfuzz redis regex
reportlab requests retry rich rq rsa s3transfer sanic scipy seaborn sendgrid sentry-sdk shapely
simplejson six slack-sdk slowapi sniffio sortedcontainers spacy sqlalchemy sqlalchemy-utils
sqlmodel sse-starlette starlette starlette-prometheus statsmodels streamlit stripe structlog sympy
tabulate tenacity tensorflow tiktoken tokenizers toml tomli torch torchvision tornado tortoise-orm
tqdm transformers twilio typer typing-extensions tzdata tzlocal ujson urllib3 uvicorn uvloop vine
watchdog watchfiles weasyprint websockets werkzeug whitenoise wrapt wtforms xlsxwriter xmltodict
yarl zeep zipp
"""

# What a distribution, or one of its extras, requires; one without anything after it requires
# nothing. Those not listed here may require anything.
_REQUIRES = """
aiofiles
aiohttp aiohappyeyeballs aiosignal async-timeout attrs frozenlist multidict propcache yarl typing-extensions
aiosignal frozenlist typing-extensions
aiohappyeyeballs
aiosqlite typing-extensions
alembic sqlalchemy mako typing-extensions importlib-metadata importlib-resources tomli
amqp vine
annotated-doc
annotated-types typing-extensions
anyio idna sniffio exceptiongroup typing-extensions
argon2-cffi argon2-cffi-bindings typing-extensions
argon2-cffi-bindings cffi
asgiref typing-extensions
async-timeout
asyncpg async-timeout
attrs
beautifulsoup4 soupsieve typing-extensions
billiard
blinker
boto3 botocore jmespath s3transfer
botocore jmespath python-dateutil urllib3
cachetools
celery billiard kombu vine click click-didyoumean click-repl click-plugins python-dateutil tzlocal tzdata exceptiongroup
celery[redis] redis kombu[redis]
certifi
cffi pycparser
chardet
charset-normalizer
click colorama importlib-metadata
click-didyoumean click
click-plugins click
click-repl click prompt-toolkit
cloud-sql-python-connector aiofiles aiohttp cryptography dnspython requests google-auth
cloud-sql-python-connector[asyncpg] asyncpg
cloud-sql-python-connector[pg8000] pg8000
cloud-sql-python-connector[pymysql] pymysql
cloudevents deprecation typing-extensions python-dateutil
colorama
cryptography cffi typing-extensions
deprecated wrapt
deprecation packaging
distro
django asgiref sqlparse tzdata
djangorestframework django pytz
dnspython
email-validator dnspython idna
exceptiongroup typing-extensions
fastapi starlette pydantic typing-extensions typing-inspection annotated-doc anyio opentelemetry-api
fastapi[standard] fastapi-cli fastapi-cli[standard] fastapi-cloud-cli httpx jinja2 python-multipart email-validator uvicorn uvicorn[standard] pydantic-settings pydantic-extra-types httpx2 fastar opentelemetry-sdk opentelemetry-exporter-otlp-proto-http
fastapi[all] fastapi[standard] itsdangerous pyyaml ujson orjson
fastapi-cli typer uvicorn uvicorn[standard] rich-toolkit tomli
fastapi-cli[standard] uvicorn uvicorn[standard] fastapi-cloud-cli
fastapi-cloud-cli typer uvicorn uvicorn[standard] rignore httpx rich-toolkit pydantic sentry-sdk fastar email-validator detect-installer
flask werkzeug jinja2 itsdangerous click blinker markupsafe importlib-metadata
flask[async] asgiref
flask-cors flask werkzeug
flask-sqlalchemy flask sqlalchemy
frozenlist
functions-framework click cloudevents flask gunicorn starlette uvicorn uvicorn[standard] uvicorn-worker watchdog werkzeug httpx
google-api-core googleapis-common-protos protobuf google-auth requests proto-plus grpcio grpcio-status opentelemetry-api
google-api-core[grpc] grpcio grpcio-status
google-api-python-client httplib2 google-auth google-auth-httplib2 google-api-core uritemplate
google-auth pyasn1-modules rsa cachetools cryptography six
google-auth[requests] requests
google-auth-httplib2 google-auth httplib2
google-auth-oauthlib google-auth requests-oauthlib
google-cloud-appengine-logging google-api-core google-auth proto-plus protobuf grpcio
google-cloud-audit-log protobuf googleapis-common-protos
google-cloud-bigquery google-api-core google-auth google-cloud-core google-resumable-media packaging python-dateutil requests
google-cloud-core google-api-core google-auth importlib-metadata six
google-cloud-datastore google-api-core google-auth google-cloud-core proto-plus protobuf grpcio
google-cloud-firestore google-api-core google-auth google-cloud-core proto-plus protobuf grpcio
google-cloud-kms google-api-core google-auth proto-plus protobuf grpc-google-iam-v1 grpcio
google-cloud-logging google-api-core google-auth google-cloud-appengine-logging google-cloud-audit-log google-cloud-core grpc-google-iam-v1 opentelemetry-api proto-plus protobuf grpcio
google-cloud-pubsub google-api-core google-auth grpcio grpcio-status proto-plus protobuf grpc-google-iam-v1 opentelemetry-api opentelemetry-sdk
google-cloud-run google-api-core google-auth proto-plus protobuf grpc-google-iam-v1 grpcio
google-cloud-secret-manager google-api-core google-auth proto-plus protobuf grpc-google-iam-v1 grpcio
google-cloud-storage google-api-core google-auth google-cloud-core google-resumable-media google-crc32c requests protobuf
google-cloud-tasks google-api-core google-auth proto-plus protobuf grpc-google-iam-v1 grpcio
google-crc32c importlib-resources
google-resumable-media google-crc32c
googleapis-common-protos protobuf grpcio
greenlet
grpc-google-iam-v1 grpcio googleapis-common-protos protobuf
grpcio typing-extensions
grpcio-status protobuf grpcio googleapis-common-protos
gunicorn packaging importlib-metadata setuptools
h11 typing-extensions
httpcore certifi h11
httplib2 pyparsing
httptools
httpx anyio certifi httpcore idna sniffio
httpx[http2] h2
h2 hyperframe hpack
hpack
hyperframe
idna
importlib-metadata zipp typing-extensions
importlib-resources zipp
itsdangerous
jinja2 markupsafe
jmespath
kombu amqp vine packaging tzdata typing-extensions
kombu[redis] redis
mako markupsafe
markdown-it-py mdurl
markupsafe
mdurl
msgpack
multidict typing-extensions
mysqlclient
numpy
oauthlib
opentelemetry-api typing-extensions importlib-metadata deprecated
opentelemetry-sdk opentelemetry-api opentelemetry-semantic-conventions typing-extensions
opentelemetry-semantic-conventions opentelemetry-api typing-extensions deprecated
orjson
packaging pyparsing
pandas numpy python-dateutil pytz tzdata
passlib
passlib[bcrypt] bcrypt
bcrypt
pg8000 scramp python-dateutil importlib-metadata
scramp asn1crypto
asn1crypto
pillow
prometheus-client
prompt-toolkit wcwidth
propcache
proto-plus protobuf
protobuf
psutil
psycopg typing-extensions tzdata
psycopg[binary] psycopg-binary
psycopg[pool] psycopg-pool
psycopg-binary
psycopg-pool typing-extensions
psycopg2
psycopg2-binary
pyasn1
pyasn1-modules pyasn1
pycparser
pydantic annotated-types pydantic-core typing-extensions typing-inspection
pydantic[email] email-validator
pydantic-core typing-extensions
pydantic-extra-types pydantic typing-extensions
pydantic-settings pydantic python-dotenv typing-inspection typing-extensions
pygments
pyjwt typing-extensions
pyjwt[crypto] cryptography
pymongo dnspython
pymysql
pyparsing
python-dateutil six
python-dotenv
python-json-logger typing-extensions
python-multipart
pytz
pyyaml
redis async-timeout pyjwt
redis[hiredis] hiredis
hiredis
requests charset-normalizer idna urllib3 certifi chardet
requests-oauthlib oauthlib requests
rich markdown-it-py pygments typing-extensions
rich-toolkit click rich typing-extensions
rignore
fastar
detect-installer
rsa pyasn1
s3transfer botocore
sentry-sdk urllib3 certifi
sentry-sdk[fastapi] fastapi
sentry-sdk[flask] flask blinker markupsafe
setuptools
shellingham
simplejson
six
sniffio
soupsieve
sqlalchemy greenlet typing-extensions importlib-metadata
sqlalchemy[asyncio] greenlet
sqlalchemy[postgresql-asyncpg] asyncpg greenlet
sqlmodel sqlalchemy pydantic typing-extensions
sqlparse
starlette anyio typing-extensions
structlog typing-extensions
tenacity
tomli
tqdm colorama
typer click typing-extensions shellingham rich annotated-doc
typing-extensions
typing-inspection typing-extensions
tzdata
tzlocal tzdata
ujson
uritemplate
urllib3
uvicorn click h11 typing-extensions
uvicorn[standard] colorama httptools python-dotenv pyyaml uvloop watchfiles websockets
uvicorn-worker uvicorn gunicorn
uvloop
vine
watchdog
watchfiles anyio
wcwidth
websockets
werkzeug markupsafe
whitenoise
wrapt
yarl idna multidict propcache
zipp
"""


def _rows(text: str) -> dict[str, tuple[str, ...]]:
    rows: dict[str, tuple[str, ...]] = {}
    for line in text.split("\n"):
        if line:
            name, *others = line.split()
            rows[name] = tuple(others)
    return rows


IMPORTS: dict[str, tuple[str, ...]] = _rows(_IMPORTS)
"""Import name to the canonical names of the distributions that provide it."""

for _name in _SAME.split():
    IMPORTS.setdefault(_name.replace("-", "_"), (_name,))

for _name, _providers in _rows(index_table.IMPORTS).items():
    IMPORTS[_name] = tuple(dict.fromkeys((*IMPORTS.get(_name, ()), *_providers)))

REQUIRES: dict[str, tuple[str, ...]] = _rows(_REQUIRES)
"""Canonical name, or `name[extra]`, to all that it may require; the extra's own only."""

for _name, _required in _rows(index_table.REQUIRES).items():
    REQUIRES[_name] = tuple(dict.fromkeys((*REQUIRES.get(_name, ()), *_required)))

PYTHONS = ((3, 12), (3, 13))
"""The versions of Python that take the same releases as that with which the table was made, 3.12."""

READ = frozenset(_rows(index_table.REQUIRES)) & {
    name for row in _rows(index_table.IMPORTS).values() for name in row
}
"""The distributions of which an installed release was read: what it requires, and its modules."""


def may_provide(top: str) -> bool:
    """Whether a well-known distribution brings a top-level module of this name."""
    return top in IMPORTS or any(known.startswith(f"{top}.") for known in IMPORTS)
