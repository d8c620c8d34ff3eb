"""What distributions require and are imported as, from the index's metadata of 2026-11-25.

Made by scripts/distribution_table.py; do not edit. Requirements are those of
all Python versions since 3.9 on Linux, so that the table errs on the long side.
"""

from __future__ import annotations

# Name, then all that it requires; `name[extra]` has what the extra adds.
REQUIRES = """
absolufy-imports
agent-detector
aiohappyeyeballs
aiohttp aiohappyeyeballs aiosignal async-timeout attrs frozenlist multidict propcache typing-extensions yarl
aiosignal frozenlist typing-extensions
alembic mako sqlalchemy tomli typing-extensions
alembic[tz] tzdata
altair jinja2 jsonschema narwhals packaging typing-extensions
amqp vine
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
asgiref
asn1crypto
asyncpg async-timeout
attrs
authlib cryptography joserfc
billiard
blinker
boto3 botocore jmespath s3transfer
boto3[crt] botocore[crt]
botocore jmespath python-dateutil urllib3
cachecontrol msgpack requests
cachecontrol[redis] redis
celery billiard click click-didyoumean click-plugins click-repl exceptiongroup kombu python-dateutil tzlocal vine
celery[auth] cryptography
celery[django] django
celery[dynamodb] boto3
celery[gcpubsub] kombu[gcpubsub]
celery[gcs] google-cloud-firestore google-cloud-storage grpcio
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
charset-normalizer
click
click-didyoumean click
click-plugins click
click-repl click prompt-toolkit typing-extensions
cloud-sql-python-connector aiohttp cryptography dnspython google-auth google-cloud-sql requests
cloud-sql-python-connector[asyncpg] asyncpg
cloud-sql-python-connector[pg8000] pg8000
cloud-sql-python-connector[psycopg] psycopg
cloudevents deprecation
cloudevents[pydantic] pydantic
cloudpickle
cryptography cffi typing-extensions
deprecation packaging
detect-installer
distro
django asgiref sqlparse
django-environ typing-extensions
djangorestframework django
dnspython
dnspython[dnssec] cryptography
dnspython[doh] h2 httpcore2 httpx2
dnspython[idna] idna
docstring-parser
email-validator dnspython idna
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
firebase-admin cachecontrol google-api-core[grpc] google-cloud-firestore google-cloud-storage httpx[http2] pyjwt[crypto]
flask blinker click importlib-metadata itsdangerous jinja2 markupsafe werkzeug
flask-cors flask typing-extensions werkzeug
flask-sqlalchemy flask sqlalchemy
flask[async] asgiref
flask[dotenv] python-dotenv
frozenlist
functions-framework click cloudevents flask gunicorn starlette uvicorn uvicorn-worker watchdog werkzeug
google-adk absolufy-imports anyio authlib click fastapi google-api-python-client google-cloud-aiplatform[agent-engines] google-cloud-bigtable google-cloud-secret-manager google-cloud-spanner google-cloud-speech google-cloud-storage google-genai graphviz mcp opentelemetry-api opentelemetry-exporter-gcp-trace opentelemetry-sdk pydantic python-dateutil python-dotenv pyyaml requests sqlalchemy sqlalchemy-spanner starlette tenacity typing-extensions tzlocal uvicorn watchdog websockets
google-api-core google-auth googleapis-common-protos opentelemetry-api proto-plus protobuf requests
google-api-core[async-rest] aiohttp google-auth[aiohttp]
google-api-core[grpc] grpcio grpcio-status
google-api-core[testing] opentelemetry-sdk
google-api-python-client google-api-core google-auth google-auth-httplib2 httplib2 uritemplate
google-auth cryptography pyasn1-modules
google-auth-httplib2 google-auth httplib2
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
google-cloud-aiplatform[private-endpoints] requests urllib3
google-cloud-appengine-logging google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-audit-log googleapis-common-protos protobuf
google-cloud-bigquery google-api-core[grpc] google-auth[pyopenssl] google-cloud-core google-resumable-media packaging python-dateutil requests
google-cloud-bigquery[all] google-cloud-bigquery[bigquery-v2,bqstorage,geopandas,ipython,ipywidgets,matplotlib,opentelemetry,pandas,tqdm]
google-cloud-bigquery[bigquery-v2] proto-plus protobuf
google-cloud-bigtable google-api-core[grpc] google-auth google-cloud-core google-cloud-monitoring google-crc32c grpc-google-iam-v1 grpcio opentelemetry-api opentelemetry-sdk proto-plus protobuf
google-cloud-core google-api-core google-auth
google-cloud-core[grpc] grpcio grpcio-status
google-cloud-firestore google-api-core[grpc] google-auth google-cloud-core grpcio proto-plus protobuf
google-cloud-logging google-api-core[grpc] google-auth google-cloud-appengine-logging google-cloud-audit-log google-cloud-core grpc-google-iam-v1 grpcio opentelemetry-api proto-plus protobuf
google-cloud-monitoring google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-monitoring[pandas] pandas
google-cloud-pubsub google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio grpcio-status opentelemetry-api opentelemetry-sdk proto-plus protobuf
google-cloud-resource-manager google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-secret-manager google-api-core[grpc] google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-spanner google-api-core[grpc] google-auth google-cloud-core google-cloud-monitoring grpc-google-iam-v1 grpc-interceptor grpcio mmh3 opentelemetry-api opentelemetry-resourcedetector-gcp opentelemetry-sdk opentelemetry-semantic-conventions proto-plus protobuf sqlparse
google-cloud-speech google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-sql google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-cloud-storage google-api-core google-auth google-cloud-core google-crc32c google-resumable-media requests
google-cloud-storage[grpc] google-api-core[grpc] grpc-google-iam-v1 grpcio grpcio-status proto-plus protobuf
google-cloud-storage[protobuf] protobuf
google-cloud-storage[tracing] opentelemetry-api
google-cloud-trace google-api-core[grpc] google-auth grpcio proto-plus protobuf
google-crc32c
google-genai anyio distro google-auth[requests] httpx pydantic requests sniffio tenacity typing-extensions websockets
google-genai[aiohttp] aiohttp
google-resumable-media google-crc32c
google-resumable-media[aiohttp] aiohttp google-auth
google-resumable-media[requests] requests
googleapis-common-protos protobuf
googleapis-common-protos[grpc] grpcio
graphviz
greenlet
grpc-google-iam-v1 googleapis-common-protos[grpc] grpcio protobuf
grpc-interceptor grpcio
grpc-interceptor[testing] protobuf
grpcio typing-extensions
grpcio-status googleapis-common-protos grpcio protobuf
gunicorn packaging
gunicorn[http2] h2
h11
h2 hpack hyperframe
hpack
httpcore certifi h11
httpcore2 h11 truststore
httpcore2[asyncio] anyio
httpcore2[http2] h2
httpcore[asyncio] anyio
httpcore[http2] h2
httplib2 pyparsing
httptools
httpx anyio certifi httpcore idna
httpx-sse
httpx2 anyio httpcore2 idna truststore typing-extensions
httpx2[cli] click pygments rich
httpx2[http2] h2
httpx[cli] click pygments rich
httpx[http2] h2
httpx[zstd] zstandard
hyperframe
idna
itsdangerous
jinja2 markupsafe
jiter
jmespath
joserfc cryptography
jsonpatch jsonpointer
jsonpointer
jsonschema attrs jsonschema-specifications referencing rpds-py
jsonschema-specifications referencing
kombu amqp vine
kombu[gcpubsub] google-cloud-monitoring google-cloud-pubsub grpcio protobuf
kombu[msgpack] msgpack
kombu[redis] packaging redis
kombu[sqlalchemy] sqlalchemy
kombu[yaml] pyyaml
langchain-core certifi httpx jsonpatch langchain-protocol langsmith packaging pydantic pyyaml tenacity typing-extensions uuid-utils
langchain-openai certifi langchain-core openai tiktoken
langchain-protocol typing-extensions
langsmith anyio distro httpx2 orjson packaging pydantic requests requests-toolbelt sniffio typing-extensions uuid-utils websockets xxhash zstandard
langsmith[gemini-live] google-genai
langsmith[google-adk-live] google-adk
langsmith[otel] opentelemetry-api opentelemetry-exporter-otlp-proto-http opentelemetry-sdk
langsmith[sandbox-auth] pyjwt[crypto]
mako markupsafe
markdown-it-py mdurl
markupsafe
mcp anyio httpx httpx-sse jsonschema pydantic pydantic-settings pyjwt[crypto] python-multipart sse-starlette starlette typing-extensions typing-inspection uvicorn
mcp[cli] python-dotenv typer
mcp[rich] rich
mcp[ws] websockets
mdurl
mmh3
msgpack
multidict
narwhals
narwhals[pandas] pandas
narwhals[pyarrow] pyarrow
narwhals[sql] narwhals[duckdb] sqlparse
numpy
openai anyio httpx2 jiter pydantic sniffio typing-extensions
openai[aiohttp] aiohttp multidict yarl
openai[bedrock] botocore urllib3
openai[datalib] numpy pandas
openai[realtime] websockets
openai[vertex] google-auth[requests]
opentelemetry-api typing-extensions
opentelemetry-exporter-gcp-logging google-cloud-logging opentelemetry-api opentelemetry-resourcedetector-gcp opentelemetry-sdk typing-extensions
opentelemetry-exporter-gcp-trace google-cloud-trace opentelemetry-api opentelemetry-resourcedetector-gcp opentelemetry-sdk typing-extensions
opentelemetry-exporter-http-transport opentelemetry-api
opentelemetry-exporter-http-transport[requests] requests
opentelemetry-exporter-http-transport[urllib3] urllib3
opentelemetry-exporter-otlp-common opentelemetry-sdk
opentelemetry-exporter-otlp-common[http] opentelemetry-exporter-http-transport
opentelemetry-exporter-otlp-proto-common opentelemetry-proto
opentelemetry-exporter-otlp-proto-http googleapis-common-protos opentelemetry-api opentelemetry-exporter-http-transport[requests] opentelemetry-exporter-otlp-common opentelemetry-exporter-otlp-proto-common opentelemetry-proto opentelemetry-sdk requests typing-extensions
opentelemetry-exporter-otlp-proto-http[requests] opentelemetry-exporter-http-transport[requests] requests
opentelemetry-proto protobuf
opentelemetry-resourcedetector-gcp opentelemetry-api opentelemetry-sdk requests
opentelemetry-sdk opentelemetry-api opentelemetry-semantic-conventions typing-extensions
opentelemetry-semantic-conventions opentelemetry-api typing-extensions
orjson
packaging
pandas numpy python-dateutil
pandas[compression] zstandard
pandas[feather] pandas[pyarrow]
pandas[parquet] pandas[pyarrow]
pandas[pyarrow] pyarrow
pg8000 python-dateutil scramp
pillow
prompt-toolkit wcwidth
propcache
proto-plus protobuf
proto-plus[testing] google-api-core
protobuf
psycopg typing-extensions
psycopg-binary
psycopg2-binary
psycopg[binary] psycopg-binary
pyarrow
pyasn1
pyasn1-modules pyasn1
pycparser
pydantic annotated-types pydantic-core typing-extensions typing-inspection
pydantic-core typing-extensions
pydantic-extra-types pydantic typing-extensions
pydantic-extra-types[uuid-utils] uuid-utils
pydantic-settings pydantic python-dotenv typing-extensions typing-inspection
pydantic-settings[aws-secrets-manager] boto3
pydantic-settings[aws-systems-manager] boto3
pydantic-settings[gcp-secret-manager] google-cloud-secret-manager
pydantic-settings[yaml] pyyaml
pydantic[email] email-validator
pydeck jinja2 numpy
pygments
pyjwt typing-extensions
pyjwt[crypto] cryptography
pyparsing
python-dateutil six tzdata
python-dotenv
python-dotenv[cli] click
python-multipart
pyyaml
redis async-timeout
redis[jwt] pyjwt
redis[otel] opentelemetry-api opentelemetry-exporter-otlp-proto-http opentelemetry-sdk
redis[xxhash] xxhash
referencing attrs rpds-py typing-extensions
regex
requests certifi charset-normalizer idna urllib3
requests-toolbelt requests
rich markdown-it-py pygments
rich-toolkit click rich typing-extensions
rignore
rpds-py
s3transfer botocore
s3transfer[crt] botocore[crt]
scramp asn1crypto
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
sentry-sdk[mcp] mcp
sentry-sdk[openai] openai tiktoken
sentry-sdk[sqlalchemy] sqlalchemy
sentry-sdk[starlette] starlette
shellingham
six
sniffio
sqlalchemy typing-extensions
sqlalchemy-spanner alembic google-cloud-spanner sqlalchemy
sqlalchemy[asyncio] greenlet
sqlalchemy[postgresql-asyncpg] asyncpg sqlalchemy[asyncio]
sqlalchemy[postgresql-pg8000] pg8000
sqlalchemy[postgresql-psycopg2binary] psycopg2-binary
sqlalchemy[postgresql-psycopg] psycopg
sqlalchemy[postgresql-psycopgbinary] psycopg[binary]
sqlalchemy[postgresql] psycopg
sqlparse
sse-starlette anyio starlette
sse-starlette[examples] fastapi pydantic uvicorn
sse-starlette[uvicorn] uvicorn
starlette anyio typing-extensions
starlette[full] httpx httpx2 itsdangerous jinja2 opentelemetry-api python-multipart pyyaml
streamlit altair anyio click itsdangerous numpy packaging pandas pillow protobuf pyarrow pydeck python-multipart requests starlette typing-extensions uvicorn watchdog websockets
streamlit[all] rich streamlit[auth,charts,pdf,performance,snowflake,sql]
streamlit[auth] authlib httpx
streamlit[performance] httptools orjson uvloop
streamlit[sql] sqlalchemy
structlog typing-extensions
tenacity
tiktoken regex requests
truststore
typer annotated-doc pydantic rich shellingham
typing-extensions
typing-inspection typing-extensions
tzdata
tzlocal
uritemplate
urllib3
urllib3[h2] h2
uuid-utils
uvicorn click h11 typing-extensions
uvicorn-worker gunicorn uvicorn
uvicorn[standard] httptools python-dotenv pyyaml uvloop watchfiles websockets
uvloop
vine
watchdog
watchdog[watchmedo] pyyaml
watchfiles anyio
wcwidth
websockets
werkzeug markupsafe
werkzeug[watchdog] watchdog
whitenoise
xxhash
yarl idna multidict propcache
zstandard
zstandard[cffi] cffi
"""

# Name by which it is imported, then the distributions that provide it.
IMPORTS = """
PIL pillow
abs_imports absolufy-imports
absolufy_imports absolufy-imports
agent_detector agent-detector
agentplatform google-cloud-aiplatform
aiohappyeyeballs aiohappyeyeballs
aiohttp aiohttp
aiosignal aiosignal
alembic alembic
altair altair
amqp amqp
annotated_doc annotated-doc
annotated_types annotated-types
anthropic anthropic
anyio anyio
apiclient google-api-python-client
asgiref asgiref
asn1crypto asn1crypto
asyncpg asyncpg
attr attrs
attrs attrs
authlib authlib
billiard billiard
blinker blinker
boto3 boto3
botocore botocore
cachecontrol cachecontrol
celery celery
certifi certifi
cffi cffi
charset_normalizer charset-normalizer
click click
click_didyoumean click-didyoumean
click_plugins click-plugins
click_repl click-repl
cloudevents cloudevents
cloudpickle cloudpickle
cryptography cryptography
dateutil python-dateutil
deprecation deprecation
detect_installer detect-installer
distro distro
django django
dns dnspython
docstring_parser docstring-parser
dotenv python-dotenv
email_validator email-validator
environ django-environ
fastapi fastapi
fastapi_cli fastapi-cli
fastapi_cloud_cli fastapi-cloud-cli
fastar fastar
firebase_admin firebase-admin
flask flask
flask_cors flask-cors
flask_sqlalchemy flask-sqlalchemy
frozenlist frozenlist
functions_framework functions-framework
google.adk google-adk
google.api_core google-api-core
google.auth google-auth
google.cloud.aiplatform google-cloud-aiplatform
google.cloud.aiplatform_v1 google-cloud-aiplatform
google.cloud.aiplatform_v1beta1 google-cloud-aiplatform
google.cloud.appengine_logging google-cloud-appengine-logging
google.cloud.appengine_logging_v1 google-cloud-appengine-logging
google.cloud.audit google-cloud-audit-log
google.cloud.bigquery google-cloud-bigquery
google.cloud.bigquery_v2 google-cloud-bigquery
google.cloud.bigtable google-cloud-bigtable
google.cloud.bigtable_admin google-cloud-bigtable
google.cloud.bigtable_admin_v2 google-cloud-bigtable
google.cloud.bigtable_v2 google-cloud-bigtable
google.cloud.client google-cloud-core
google.cloud.environment_vars google-cloud-core
google.cloud.exceptions google-cloud-core
google.cloud.firestore google-cloud-firestore
google.cloud.firestore_admin google-cloud-firestore
google.cloud.firestore_admin_v1 google-cloud-firestore
google.cloud.firestore_bundle google-cloud-firestore
google.cloud.firestore_v1 google-cloud-firestore
google.cloud.functions functions-framework
google.cloud.functions_v1 functions-framework
google.cloud.functions_v1beta2 functions-framework
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
google.cloud.trace google-cloud-trace
google.cloud.trace_v1 google-cloud-trace
google.cloud.trace_v2 google-cloud-trace
google.cloud.version google-cloud-core
google.genai google-genai
google.iam.v1 grpc-google-iam-v1
google.longrunning.operations_grpc googleapis-common-protos
google.longrunning.operations_pb2_grpc googleapis-common-protos
google.longrunning.operations_proto googleapis-common-protos
google.oauth2 google-auth
google.protobuf protobuf
google.pubsub google-cloud-pubsub
google.pubsub_v1 google-cloud-pubsub
google.resumable_media google-resumable-media
google_auth_httplib2 google-auth-httplib2
google_crc32c google-crc32c
googleapiclient google-api-python-client
graphviz graphviz
greenlet greenlet
grpc grpcio
grpc_interceptor grpc-interceptor
grpc_status grpcio-status
gunicorn gunicorn
h11 h11
h2 h2
hpack hpack
httpcore httpcore
httpcore2 httpcore2
httplib2 httplib2
httptools httptools
httpx httpx
httpx2 httpx2
httpx_sse httpx-sse
hyperframe hyperframe
idna idna
itsdangerous itsdangerous
jinja2 jinja2
jiter jiter
jmespath jmespath
joserfc joserfc
jsonpatch jsonpatch
jsonpatch_cli jsonpatch
jsonpointer jsonpointer
jsonschema jsonschema
jsonschema_specifications jsonschema-specifications
jwt pyjwt
kombu kombu
langchain_core langchain-core
langchain_openai langchain-openai
langchain_protocol langchain-protocol
langsmith langsmith
mako mako
markdown_it markdown-it-py
markupsafe markupsafe
mcp mcp
mdurl mdurl
mmh3 mmh3
msgpack msgpack
multidict multidict
multipart python-multipart
narwhals narwhals
numpy numpy
openai openai
opentelemetry.attributes opentelemetry-api
opentelemetry.baggage opentelemetry-api
opentelemetry.context opentelemetry-api
opentelemetry.environment_variables opentelemetry-api
opentelemetry.exporter.cloud_logging opentelemetry-exporter-gcp-logging
opentelemetry.exporter.cloud_trace opentelemetry-exporter-gcp-trace
opentelemetry.exporter.http.transport opentelemetry-exporter-http-transport
opentelemetry.exporter.otlp.common opentelemetry-exporter-otlp-common
opentelemetry.exporter.otlp.proto.common opentelemetry-exporter-otlp-proto-common
opentelemetry.exporter.otlp.proto.http opentelemetry-exporter-otlp-proto-http
opentelemetry.metrics opentelemetry-api
opentelemetry.propagate opentelemetry-api
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
opentelemetry.util.re opentelemetry-api
opentelemetry.util.types opentelemetry-api
opentelemetry.version opentelemetry-api
orjson orjson
packaging packaging
pandas pandas
pg8000 pg8000
prompt_toolkit prompt-toolkit
propcache propcache
proto proto-plus
psycopg psycopg
psycopg2 psycopg2-binary
psycopg_binary psycopg-binary
pyarrow pyarrow
pyasn1 pyasn1
pyasn1_modules pyasn1-modules
pycparser pycparser
pydantic pydantic
pydantic_core pydantic-core
pydantic_extra_types pydantic-extra-types
pydantic_settings pydantic-settings
pydeck pydeck
pygments pygments
pyparsing pyparsing
python_multipart python-multipart
redis redis
referencing referencing
regex regex
requests requests
requests_toolbelt requests-toolbelt
rest_framework djangorestframework
rich rich
rich_toolkit rich-toolkit
rignore rignore
rpds rpds-py
s3transfer s3transfer
scramp scramp
sentry_sdk sentry-sdk
shellingham shellingham
six six
sniffio sniffio
sqlalchemy sqlalchemy
sqlparse sqlparse
sse_starlette sse-starlette
starlette starlette
streamlit streamlit
structlog structlog
tenacity tenacity
tiktoken tiktoken
tiktoken_ext.openai_public tiktoken
truststore truststore
typer typer
typing_extensions typing-extensions
typing_inspection typing-inspection
tzdata tzdata
tzlocal tzlocal
uritemplate uritemplate
urllib3 urllib3
uuid_utils uuid-utils
uvicorn uvicorn
uvicorn_worker uvicorn-worker
uvloop uvloop
vertex_ray google-cloud-aiplatform
vertexai google-cloud-aiplatform
vine vine
watchdog watchdog
watchfiles watchfiles
wcwidth wcwidth
websockets websockets
werkzeug werkzeug
whitenoise whitenoise
xxhash xxhash
yaml pyyaml
yarl yarl
zstandard zstandard
"""
