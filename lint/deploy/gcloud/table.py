"""The flags of the gcloud commands that change a Cloud Run resource, as data.

Restated from the parsers of the releases 528 to 578, and from release notes in between;
scripts/gcloud_flags.py compares it with an installed SDK, and adds what a newer one has.
"""

RELEASE = 578
"""The newest gcloud release whose parser the table knows."""
DATE = "2026-07-28"
"""When that release came out."""
LATEST = 587
"""The newest release whose notes say what it has and `RELEASE` has not; commands are read as its own."""

COMMANDS = {
    "D": "run deploy",
    "U": "run services update",
    "R": "run services replace",
    "T": "run services update-traffic",
    "J": "run jobs deploy",
    "C": "run jobs create",
    "V": "run jobs update",
    "X": "run jobs execute",
    "Q": "run jobs replace",
    "W": "run worker-pools deploy",
    "Y": "run worker-pools update",
    "Z": "run worker-pools replace",
    "I": "run worker-pools update-instance-split",
    "F": "functions deploy",
}
"""The commands, each with the letter that stands for it below."""

SINCE = {
    "W": "beta,GA:565",
    "Y": "beta,GA:565",
    "Z": "beta,GA:565",
    "I": "beta,GA:565",
}
"""The tracks that have a command, for those that have not always been in all of them."""

# NAME | KIND | CONTAINER | AVAILABILITY
#
# KIND: `flag` (no value), `bool` (also as --no-NAME), `text`, `choice a|b`, `list last|union [type]`,
#   `dict last|merge|append [type]` with how repetitions are combined, or a type of values.py.
# CONTAINER: for which commands it belongs behind `--container` (letters; C for all of them).
# AVAILABILITY: `LETTERS=TRACKS`, where `*` is every command. A track includes the less stable ones,
#   `GA:540` is since release 540, `alpha<578` until before it, and `GA` as long as the command is.
ROWS = """\
--access-token-file | text |  | *=GA
--account | text |  | *=GA
--add-cloudsql-instances | list last |  | DUVWY=GA
--add-custom-audiences | list last |  | DU=GA
--add-volume | dict append volume |  | DUJCVWY=GA
--add-volume-mount | dict append mount | C | DUJCVWY=GA
--allow-unauthenticated | bool |  | DF=GA
--allow-unencrypted-build | bool |  | D=GA
--ambient-networking | choice disable|global|regional |  | DU=alpha:561
--args | list union | C | DUJCVXWY=GA
--async | flag |  | DURTJCVXQWYZI=GA
--authority-selector | text |  | *=GA
--authorization-token-file | text |  | *=GA
--automatic-updates | bool | C | D=GA
--base-image | text | C | D=GA
--billing-project | text |  | *=GA
--binary-authorization | text |  | DUJCVWYF=GA
--breakglass | text |  | DUJCVWYI=GA T=alpha
--build-env-vars-file | yaml-file | D | DF=GA
--build-service-account | service-account | D | DF=GA
--build-worker-pool | text | D | DF=GA
--buildpack-stack | text |  | F=alpha
--clear-base-image | flag | C | D=GA
--clear-binary-authorization | flag |  | DUVWYF=GA
--clear-build-env-vars | flag | D | DF=GA
--clear-build-service-account | flag | D | DF=GA
--clear-build-worker-pool | flag | D | DF=GA
--clear-cloudsql-instances | flag |  | DUVWY=GA
--clear-config-maps | flag |  | DU=GA
--clear-custom-audiences | flag |  | DU=GA
--clear-docker-repository | flag |  | F=GA
--clear-encryption-key-shutdown-hours | flag |  | DUWY=GA
--clear-env-vars | flag | DUJCVWY | DUJCVWYF=GA
--clear-key | flag |  | DUWY=GA
--clear-kms-key | flag |  | F=GA
--clear-labels | flag |  | DUVWYF=GA
--clear-max-instances | flag |  | F=GA
--clear-min-instances | flag |  | F=GA
--clear-network | flag |  | DUJVWY=GA F=GA:540
--clear-network-tags | flag |  | DUJVWY=GA F=GA:540
--clear-post-key-revocation-action-type | flag |  | DUWY=GA
--clear-presets | flag |  | D=alpha:539 U=alpha:541
--clear-secrets | flag | DUJCVWY | DUJCVWYF=GA
--clear-tags | flag |  | T=GA
--clear-volume-mounts | flag | C | DUJCVWY=GA
--clear-volumes | flag |  | DUJCVWY=GA
--clear-vpc-connector | flag |  | DUVF=GA
--client-name | text |  | DURJCVQWYZ=GA
--client-version | text |  | DURJCVQWYZ=GA
--cluster | text |  | DURT=GA
--cluster-location | text |  | DURT=GA
--command | list union | C | DUJCVWY=GA
--concurrency | concurrency |  | DUF=GA
--configuration | text |  | *=GA
--connectivity | choice external|internal |  | DU=GA
--container | container |  | DUJCVXWY=GA
--context | text |  | DURT=GA
--cpu | text | DUJCVWY | DUJCVWYF=GA
--cpu-boost | bool |  | DU=GA
--cpu-throttling | bool |  | DU=GA
--credential-file-override | text |  | *=GA
--default-url | bool |  | DU=beta,GA:529
--delay-execution | bool |  | JCVX=alpha:550
--delegate-builds | flag |  | D=alpha
--depends-on | list union container | C | DUJCVWY=GA
--deploy-health-check | bool |  | DU=beta,GA:542
--description | text |  | DWY=GA U=alpha
--direct-vpc-egress | choice all|private-ranges-only |  | F=GA:540
--docker-registry | choice artifact-registry|container-registry |  | F=GA
--docker-repository | text |  | F=GA
--document | dict last |  | *=GA
--domain | text |  | D=beta:570
--dry-run | flag |  | DUWY=beta:575 R=GA Z=beta,GA:575
--egress-settings | choice all|private-ranges-only |  | F=GA
--enable-workload-certificate | bool |  | DU=alpha<578
--encryption-key-shutdown-hours | text |  | DUWY=GA
--endpoint-mode | choice global|regional|regional-preferred |  | DURTJCVXQ=beta:540 WYZI=beta:565
--entry-point | text |  | F=GA
--env-vars-file | env-file | DUJCVWY | DUJCVWYF=GA
--execute-now | flag |  | JCV=GA
--execution-environment | choice gen1|gen2 |  | DUJCV=GA
--flags-file | flags-file |  | *=GA
--flatten | list last |  | *=GA
--format | text |  | *=GA
--function | text | C | D=GA
--functional-type | choice agent|mcp-server |  | D=alpha:560 U=alpha:561 JCV=alpha:577
--gen2 | bool |  | F=GA
--gpu | text | C | DU=GA JCV=beta,GA:543 WY=alpha,GA:565
--gpu-type | text |  | DU=GA JCV=beta,GA:543 WY=alpha,GA:565
--gpu-zonal-redundancy | bool |  | DU=GA JCV=alpha,GA:543 WY=GA:565
--help | flag |  | *=GA
--http-timeout | text |  | *=GA
--iap | bool |  | DU=beta,GA:558
--identity | text |  | DU=alpha
--identity-certificate | bool |  | DU=alpha:550 JCV=alpha:577
--identity-type | choice agent-identity|service-account|workload-identity |  | DU=alpha:550 JCV=alpha:577
--ignore-file | text |  | F=GA
--image | text | C | DUJCVWY=GA
--impersonate-service-account | text |  | *=GA
--ingress | choice all|internal|internal-and-cloud-load-balancing |  | DU=GA
--ingress-settings | choice all|internal-and-gclb|internal-only |  | F=GA
--instances | instances |  | WY=GA:565
--invoker-iam-check | bool |  | DU=GA
--key | text |  | DUJCVWY=GA
--kms-key | text |  | F=GA
--kubeconfig | text |  | DURT=GA
--labels | dict merge |  | DUJCVWY=GA
--liveness-probe | dict last probe | C | DU=GA
--local-build | flag | C | D=alpha:577
--log-http | bool |  | *=GA
--max | scale |  | DU=beta,GA:540 WY=alpha
--max-instances | scale |  | DUF=GA
--max-retries | count |  | JCV=GA
--max-surge | surge |  | DUWY=alpha<578
--max-unavailable | surge |  | DUWY=alpha<578
--memory | text | DUJCVWY | DUJCVWYF=GA
--mesh | text |  | DU=beta WY=beta<578
--mesh-dataplane | choice proxyless-grpc|sidecar |  | DU=alpha
--min | scale |  | DU=GA WY=alpha
--min-instances | scale |  | DUF=GA
--namespace | text |  | DURT=GA
--network | text |  | DUJCVWY=GA F=GA:540
--network-tags | list union |  | DUJCVWY=GA F=GA:540
--no-build | flag | C | D=alpha,beta:548 J=alpha<578
--no-promote | flag |  | WY=GA
--no-traffic | flag |  | DU=GA
--overflow-scaling | bool |  | DU=alpha
--parallelism | count |  | JCV=GA
--platform | choice gke|kubernetes|managed |  | DURT=GA
--port | port | C | DU=GA
--post-key-revocation-action-type | choice prevent-new|shut-down |  | DUWY=GA
--preset | text |  | D=alpha:530
--project | text |  | *=GA
--public | flag |  | D=alpha:566 U=alpha:576
--quiet | flag |  | *=GA
--readiness-probe | dict last probe | C | DU=alpha,GA:573
--region | text |  | DURTJCVXQWYIF=GA
--regions | text |  | D=beta,GA:538
--remove-build-env-vars | list union env | D | DF=GA
--remove-cloudsql-instances | list last |  | DUVWY=GA
--remove-config-maps | list union |  | DU=GA
--remove-containers | list union container |  | DUJVWY=GA
--remove-custom-audiences | list last |  | DU=GA
--remove-env-vars | list union env | DUJCVWY | DUJCVWYF=GA
--remove-labels | list union |  | DUVWYF=GA
--remove-secrets | list union | DUJCVWY | DUJCVWYF=GA
--remove-tags | list union |  | T=GA
--remove-volume | list union |  | DUJCVWY=GA
--remove-volume-mount | list union | C | DUJCVWY=GA
--retry | flag |  | F=GA
--revision-suffix | text |  | DUWY=GA
--run-service-account | text |  | F=GA
--run-upload | flag | C | D=alpha:576
--runtime | text |  | DUCV=alpha J=alpha:547 WYF=GA
--runtime-update-policy | choice automatic|on-deploy |  | F=GA
--sandbox-launcher | bool | C | DU=beta:571 JCVWY=beta:576
--scaling | scaling |  | DU=beta,GA:533 WY=GA
--scaling-concurrency-target | utilization |  | DU=beta:565,GA:587
--scaling-cpu-target | utilization |  | DU=beta:565,GA:587 WY=alpha:573
--scaling-pubsub-subscription | text |  | WY=alpha:577
--scaling-pubsub-target | count1 |  | WY=alpha:577
--security-level | choice secure-always|secure-optional |  | F=GA
--serve-all-traffic-latest-revision | flag |  | F=GA
--service-account | text |  | DUJCVWYF=GA
--service-max-instances | scale |  | DU=beta,GA:540
--service-min-instances | scale |  | DU=GA
--session-affinity | bool |  | DU=GA
--set-build-env-vars | dict merge env | D | DF=GA
--set-cloudsql-instances | list last |  | DUJCVWY=GA
--set-config-maps | dict merge |  | DU=GA
--set-custom-audiences | list last |  | DU=GA
--set-env-vars | dict merge env | DUJCVWY | DUJCVWYF=GA
--set-secrets | dict merge | DUJCVWY | DUJCVWYF=GA
--set-tags | dict merge |  | T=GA
--source | text | DJW | DJWF=GA
--ssh | bool |  | DU=beta:570
--stage-bucket | text |  | F=GA
--startup-probe | dict last probe | C | DU=GA JCV=GA:531
--subnet | text |  | DUJCVWY=GA F=GA:540
--tag | text |  | DU=GA
--tail | flag |  | X=beta:540
--task-timeout | duration |  | JCVX=GA
--tasks | count1 |  | JCVX=GA
--timeout | duration |  | DUF=GA
--to-latest | flag |  | TI=GA
--to-revisions | dict merge percent |  | TI=GA
--to-tags | dict merge percent |  | T=GA
--trace-token | text |  | *=GA
--trigger-bucket | text |  | F=GA
--trigger-channel | text |  | F=GA
--trigger-event | text |  | F=GA
--trigger-event-filters | dict merge |  | F=GA
--trigger-event-filters-path-pattern | dict merge |  | F=GA
--trigger-http | flag |  | F=GA
--trigger-location | text |  | F=GA
--trigger-resource | text |  | F=GA
--trigger-service-account | text |  | F=GA
--trigger-topic | text |  | F=GA
--universe-domain | text |  | *=GA
--update-annotations | dict merge |  | DUJCVWY=GA
--update-build-env-vars | dict merge env | D | DF=GA
--update-config-maps | dict merge |  | DU=GA
--update-env-vars | dict merge env | DUJCVXWY | DUJCVXWYF=GA
--update-labels | dict merge |  | DUVWYF=GA
--update-secrets | dict merge | DUJCVWY | DUJCVWYF=GA
--update-tags | dict merge |  | T=GA
--use-http2 | bool | C | DU=GA
--user-output-enabled | bool |  | *=GA
--verbosity | choice critical|debug|error|info|none|warning |  | *=GA
--version | flag |  | *=GA
--vpc-connector | text |  | DUJCVF=GA
--vpc-egress | choice all|all-traffic|private-ranges-only |  | DUJCVWY=GA
--wait | flag |  | JCVX=GA
--workdir | text | C | DUJCVWY=GA:575
-h | flag |  | *=GA
-q | flag |  | *=GA
-v | flag |  | *=GA
"""

GROUPS = """\
--clear-binary-authorization | --binary-authorization
--add-cloudsql-instances | --remove-cloudsql-instances | --clear-cloudsql-instances | --set-cloudsql-instances
--clear-key | --key
--clear-post-key-revocation-action-type | --post-key-revocation-action-type
--add-custom-audiences | --remove-custom-audiences | --clear-custom-audiences | --set-custom-audiences
--clear-encryption-key-shutdown-hours | --encryption-key-shutdown-hours
--clear-network | --network --subnet --network-tags --clear-network-tags
--network-tags | --clear-network-tags
--set-config-maps | --clear-config-maps | --update-config-maps --remove-config-maps
--labels | --update-labels
--clear-labels | --remove-labels
--set-env-vars | --env-vars-file | --clear-env-vars | --update-env-vars --remove-env-vars
--set-secrets | --clear-secrets | --update-secrets --remove-secrets
--function | --command
--base-image | --clear-base-image
--build-service-account | --clear-build-service-account
--build-worker-pool | --clear-build-worker-pool
--set-build-env-vars | --build-env-vars-file | --clear-build-env-vars | --update-build-env-vars --remove-build-env-vars
--preset | --clear-presets
--to-revisions | --to-tags | --to-latest
--set-tags | --clear-tags | --update-tags --remove-tags
JCV --async | --wait --execute-now
X --async | --wait | --tail
JW --image | --source
F --max-instances | --clear-max-instances
F --min-instances | --clear-min-instances
F --trigger-topic | --trigger-bucket | --trigger-http | --trigger-channel --trigger-event-filters --trigger-event-filters-path-pattern | --trigger-event --trigger-resource
F --kms-key | --clear-kms-key
F --docker-repository | --clear-docker-repository
F --vpc-connector | --clear-vpc-connector
"""
"""Flags of which at most one alternative may be given; those of one alternative go together.
Letters at the beginning limit a group to some commands."""
