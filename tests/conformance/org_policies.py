"""Published custom constraints, restated: what they demand, and two resources for each.

The sources are listed in README.md. The conditions say what the published ones say, in our own
words and names. Conditions of other services show what of CEL people use: they are evaluated on data
with the fields that they read.
"""

from __future__ import annotations

from typing import Any

SERVICE = "Service"
JOB = "Job"

CONNECTOR = "run.googleapis.com/vpc-access-connector"
BINARY = "run.googleapis.com/binary-authorization"
ACCOUNT = "      serviceAccountName: {}\n"

ON_CLOUD_RUN: list[tuple[str, str, str, str, str, str]] = [
    (
        "cloudrunDisableEnvironmentVariablePattern",
        SERVICE,
        "DENY",
        "resource.spec.template.spec.containers.exists(each, each.env.exists(variable, "
        "['[kK][eE][yY]', '[tT][oO][kK][eE][nN]', '[sS][eE][cC][rR][eE][tT]']"
        ".exists(word, variable.name.matches(word))))",
        "env: [{name: MODE, value: x}]",
        "env: [{name: API_KEY, value: x}]",
    ),
    (
        "cloudrunServiceDisableDefaultServiceAccount",
        SERVICE,
        "DENY",
        "resource.spec.template.spec.serviceAccountName.endsWith('@developer.gserviceaccount.com')",
        "account: web@p.iam.gserviceaccount.com",
        "account: 1-compute@developer.gserviceaccount.com",
    ),
    (
        "cloudrunJobDisableDefaultServiceAccount",
        JOB,
        "DENY",
        "resource.spec.template.spec.template.spec.serviceAccountName"
        ".endsWith('@developer.gserviceaccount.com')",
        "account: job@p.iam.gserviceaccount.com",
        "account: 1-compute@developer.gserviceaccount.com",
    ),
    (
        "cloudrunServiceRequireBinaryAuthorization",
        SERVICE,
        "DENY",
        f"!('{BINARY}' in resource.metadata.annotations)",
        f"annotation: {{{BINARY}: default}}",
        "annotation: {}",
    ),
    (
        "cloudrunJobRequireBinaryAuthorization",
        JOB,
        "DENY",
        f"!('{BINARY}' in resource.metadata.annotations)",
        f"annotation: {{{BINARY}: default}}",
        "annotation: {}",
    ),
    (
        "cloudrunServiceRequireVPCConnector",
        SERVICE,
        "DENY",
        f"!('{CONNECTOR}' in resource.spec.template.metadata.annotations)",
        f"template: {{{CONNECTOR}: shared}}",
        "template: {}",
    ),
    (
        "cloudrunJobRequireVPCConnector",
        JOB,
        "DENY",
        f"!('{CONNECTOR}' in resource.spec.template.metadata.annotations)",
        f"template: {{{CONNECTOR}: shared}}",
        "template: {}",
    ),
    (
        "runBinaryAuthorizationRequired",
        SERVICE,
        "ALLOW",
        f"'{BINARY}' in resource.metadata.annotations && "
        f"resource.metadata.annotations['{BINARY}'] == 'default'",
        f"annotation: {{{BINARY}: default}}",
        f"annotation: {{{BINARY}: projects/p/x}}",
    ),
]
"""Name, kind, action, condition, and what a resource that passes and one that is refused have."""


def _at(path: str, value: Any) -> dict[str, Any]:
    """Nested mappings: `_at("a.b", 1)` is `{"a": {"b": 1}}`."""
    first, _, rest = path.partition(".")
    return {first: _at(rest, value) if rest else value}


def _field(
    name: str, path: str, condition: str, passes: Any, refused: Any
) -> tuple[str, str, Any, Any]:
    """A constraint (DENY) on one field, which the condition calls `$`."""
    return (
        name,
        condition.replace("$", f"resource.{path}"),
        _at(path, passes),
        _at(path, refused),
    )


def _flags(*stated: str) -> dict[str, Any]:
    pairs = [each.split("=") for each in stated]
    return {
        "settings": {"databaseFlags": [{"name": name, "value": value} for name, value in pairs]}
    }


def _flag(name: str, value: str) -> str:
    return f"resource.settings.databaseFlags.exists(one, one.name == '{name}' && one.value == '{value}')"


def _rule(ranges: list[str], port: str, **more: Any) -> dict[str, Any]:
    match = {"srcIpRanges": ranges, "layer4Configs": [{"ipProtocol": "tcp", "ports": [port]}]}
    rule = {"action": "allow", "priority": 1000, "direction": "INGRESS", "enableLogging": True}
    return {"rules": [{**rule, "match": match, **more}]}


def _open_port(port: str) -> str:
    return (
        "resource.rules.exists(one, one.priority < 2147483644 && one.direction == 'INGRESS' && "
        "!one.match.srcIpRanges.all(net, net == '35.235.240.0/20' || net.startsWith('192.168.') || "
        "net.matches('^172\\\\.(?:1[6-9]|2\\\\d|3[0-1]).*') || net.startsWith('10.')) && "
        "one.match.layer4Configs.all(layer, layer.ipProtocol == 'tcp' && "
        f"layer.ports.all(port, port == '{port}')))"
    )


ANYWHERE = ["0.0.0.0/0"]
POSTGRES = {"databaseVersion": "POSTGRES_15"}
MYSQL = {"databaseVersion": "MYSQL_8_0"}
SQLSERVER = {"databaseVersion": "SQLSERVER_2019"}

ELSEWHERE: list[tuple[str, str, Any, Any]] = [
    _field("kmsProtectionLevel", "versionTemplate.protectionLevel", "has($) && ($ in ['SOFTWARE']) == false", "SOFTWARE", "HSM"),
    _field("sqlPublicNetworks", "settings.ipConfiguration.authorizedNetworks", "$.exists(net, net.value == '0.0.0.0/0')", [{"value": "10.0.0.0/8"}], [{"value": "0.0.0.0/0"}]),
    ("sqlPasswords", "resource.settings.passwordValidationPolicy.complexity != 'COMPLEXITY_DEFAULT' || resource.settings.passwordValidationPolicy.minLength < 12", _at("settings.passwordValidationPolicy", {"complexity": "COMPLEXITY_DEFAULT", "minLength": 12}), _at("settings.passwordValidationPolicy", {"complexity": "COMPLEXITY_DEFAULT", "minLength": 8})),
    _field("sqlBackups", "settings.backupConfiguration.enabled", "$ != true", True, False),
    _field("sqlHighAvailability", "settings.availabilityType", "$ != 'REGIONAL'", "REGIONAL", "ZONAL"),
    ("sqlMySqlFlags", f"resource.databaseVersion.startsWith('MYSQL') && (!{_flag('skip_show_database', 'on')} || !{_flag('local_infile', 'off')})", {**MYSQL, **_flags("skip_show_database=on", "local_infile=off")}, {**MYSQL, **_flags("skip_show_database=on")}),
    ("sqlPointInTime", "(resource.databaseVersion.contains('POSTGRES') || resource.databaseVersion.contains('SQLSERVER')) && resource.settings.backupConfiguration.pointInTimeRecoveryEnabled == false", {**POSTGRES, **_at("settings.backupConfiguration.pointInTimeRecoveryEnabled", True)}, {**POSTGRES, **_at("settings.backupConfiguration.pointInTimeRecoveryEnabled", False)}),
    ("sqlPostgresLocks", f"resource.databaseVersion.startsWith('POSTGRES') && (!{_flag('log_checkpoints', 'on')} || !{_flag('log_executor_stats', 'off')} || !{_flag('log_lock_waits', 'on')})", {**POSTGRES, **_flags("log_checkpoints=on", "log_executor_stats=off", "log_lock_waits=on")}, {**POSTGRES, **_flags("log_checkpoints=on")}),
    ("sqlPostgresFlags", f"resource.databaseVersion.startsWith('POSTGRES') && (!{_flag('log_connections', 'on')} || {_flag('log_statement', 'none')} || resource.settings.databaseFlags.exists(one, one.name == 'log_min_messages' && one.value in ['error', 'log', 'fatal', 'panic']))", {**POSTGRES, **_flags("log_connections=on")}, {**POSTGRES, **_flags("log_connections=on", "log_min_messages=panic")}),
    _field("sqlRootPassword", "settings.passwordValidationPolicy.minLength", "$ == 0", 12, 0),
    ("sqlServerFlags", f"resource.databaseVersion.startsWith('SQLSERVER') && ({_flag('external scripts enabled', 'on')} || !{_flag('remote access', 'off')} || !{_flag('3625', 'on')} || resource.settings.databaseFlags.exists(one, one.name == 'user options' && one.value != '0'))", {**SQLSERVER, **_flags("remote access=off", "3625=on")}, {**SQLSERVER, **_flags("remote access=off", "3625=on", "user options=1")}),
    _field("sqlSsl", "settings.ipConfiguration.sslMode", "($ in ['ENCRYPTED_ONLY', 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED']) == false", "ENCRYPTED_ONLY", "ALLOW_UNENCRYPTED_AND_ENCRYPTED"),
    ("dataprocDefaultAccount", "has(resource.config.gceClusterConfig.serviceAccount) == false || resource.config.gceClusterConfig.serviceAccount.contains('-compute@developer.gserviceaccount.com')", _at("config.gceClusterConfig.serviceAccount", "a@p.iam.gserviceaccount.com"), _at("config.gceClusterConfig", {})),
    ("dataprocKey", "has(resource.config.encryptionConfig.gcePdKmsKeyName) == false", _at("config.encryptionConfig.gcePdKmsKeyName", "k"), _at("config.encryptionConfig", {})),
    _field("dataprocInternalIp", "config.gceClusterConfig.internalIpOnly", "$ == false", True, False),
    _field("dataprocKerberos", "config.securityConfig.kerberosConfig.enableKerberos", "$ == false", True, False),
    ("dataprocWorkers", "resource.config.workerConfig.numInstances + resource.config.secondaryWorkerConfig.numInstances > 10", {"config": {"workerConfig": {"numInstances": 5}, "secondaryWorkerConfig": {"numInstances": 5}}}, {"config": {"workerConfig": {"numInstances": 8}, "secondaryWorkerConfig": {"numInstances": 5}}}),
    ("dnsAlgorithms", "resource.visibility == 'PUBLIC' && resource.dnssecConfig.state == 'ON' && resource.dnssecConfig.defaultKeySpecs.exists(key, (key.algorithm in ['ECDSAP256SHA256']) == false)", {"visibility": "PUBLIC", "dnssecConfig": {"state": "ON", "defaultKeySpecs": [{"algorithm": "ECDSAP256SHA256"}]}}, {"visibility": "PUBLIC", "dnssecConfig": {"state": "ON", "defaultKeySpecs": [{"algorithm": "RSASHA1"}]}}),
    ("dnsSec", "resource.visibility == 'PUBLIC' && (resource.dnssecConfig.state in ['ON', 'TRANSFER'] == false)", {"visibility": "PRIVATE", "dnssecConfig": {"state": "OFF"}}, {"visibility": "PUBLIC", "dnssecConfig": {"state": "OFF"}}),
    _field("dnsLogging", "enableLogging", "$ != true", True, False),
    ("firewallPolicyLogging", "resource.rules.exists(one, one.action != 'goto_next' && one.enableLogging == false)", _rule(["10.0.0.0/8"], "22"), _rule(["10.0.0.0/8"], "22", enableLogging=False)),
    ("firewallLogging", "(has(resource.logConfig) == false || resource.logConfig.enable == false) && !resource.name.startsWith('gke-') && !resource.name.endsWith('-hc')", {"name": "gke-a"}, {"name": "a", "logConfig": {"enable": False}}),
    _field("firewallDescription", "description", "$ == ''", "for the proxies", ""),
    _field("computeForwarding", "canIpForward", "$", False, True),
    ("computeConfidential", "['n2d-standard-2'].exists(kind, resource.machineType.endsWith(kind)) && (has(resource.confidentialInstanceConfig) == false)", {"machineType": "zones/z/machineTypes/e2-small"}, {"machineType": "zones/z/machineTypes/n2d-standard-2"}),
    _field("cloudbuildExternalIp", "privatePoolV1Config.networkConfig.egressOption", "($ != 'NO_PUBLIC_EGRESS')", "NO_PUBLIC_EGRESS", "PUBLIC_EGRESS"),
    ("firewallPolicyPublic", "resource.rules.exists(one, one.action == 'allow' && one.priority < 2147483644 && one.direction == 'INGRESS' && one.match.srcIpRanges.exists(net, net == '0.0.0.0/0') && !one.match.layer4Configs.exists(layer, layer.ipProtocol == 'icmp'))", _rule(["10.0.0.0/8"], "80"), _rule(ANYWHERE, "80")),
    ("firewallPublic", "resource.direction == 'INGRESS' && size(resource.allowed) > 0 && resource.sourceRanges.exists(net, net == '0.0.0.0/0') && !resource.allowed.exists(one, one.IPProtocol == 'icmp')", {"direction": "INGRESS", "allowed": [{"IPProtocol": "icmp"}], "sourceRanges": ANYWHERE}, {"direction": "INGRESS", "allowed": [{"IPProtocol": "tcp"}], "sourceRanges": ANYWHERE}),
    ("firewallPolicyRdp", _open_port("3389"), _rule(["172.16.0.0/12", "10.1.0.0/16"], "3389"), _rule(ANYWHERE, "3389")),
    ("firewallPolicySsh", _open_port("22"), _rule(["35.235.240.0/20"], "22"), _rule(["172.40.0.0/16"], "22")),
    _field("gkeNodeImages", "config.imageType", "($ in ['COS_CONTAINERD']) == false", "COS_CONTAINERD", "UBUNTU"),
    _field("gkeReleaseChannels", "releaseChannel.channel", "($ in ['REGULAR', 'STABLE']) == false", "STABLE", "RAPID"),
    _field("gkeAlpha", "enableKubernetesAlpha", "$ == true", False, True),
    _field("gkeDashboard", "addonsConfig.kubernetesDashboard.disabled", "$ == false", True, False),
    _field("gkeLegacyAbac", "legacyAbac.enabled", "$ == true", False, True),
    _field("gkeLegacyMetadata", "config.metadata", "('disable-legacy-endpoints' in $ && $['disable-legacy-endpoints'] == 'false')", {"disable-legacy-endpoints": "true"}, {"disable-legacy-endpoints": "false"}),
    _field("gkeConfidential", "confidentialNodes.enabled", "$ == false", True, False),
    _field("gkeCosImage", "config.imageType", "$ != 'COS_CONTAINERD'", "COS_CONTAINERD", "WINDOWS_LTSC"),
    _field("gkeDataplane", "networkConfig.datapathProvider", "$ != 'ADVANCED_DATAPATH'", "ADVANCED_DATAPATH", "LEGACY_DATAPATH"),
    _field("gkeMetadataServer", "config.workloadMetadataConfig.mode", "$ != 'GKE_METADATA'", "GKE_METADATA", "GCE_METADATA"),
    _field("gkeIntegrity", "config.shieldedInstanceConfig.enableIntegrityMonitoring", "$ == false", True, False),
    _field("gkeIntraNode", "networkConfig.enableIntraNodeVisibility", "$ == false", True, False),
    _field("gkeAuthorizedNetworks", "masterAuthorizedNetworksConfig.enabled", "$ == false", True, False),
    _field("gkeMonitoring", "monitoringService", "$ != 'monitoring.googleapis.com/kubernetes'", "monitoring.googleapis.com/kubernetes", "none"),
    _field("gkeAutoRepair", "management.autoRepair", "$ == false", True, False),
    _field("gkeAutoUpgrade", "management.autoUpgrade", "$ == false", True, False),
    ("gkeNodePoolKey", "has(resource.config.bootDiskKmsKey) == false", _at("config.bootDiskKmsKey", "k"), {"config": {}}),
    ("gkeSandbox", "resource.name.matches('default-pool') == false && has(resource.config.sandboxConfig) == false", {"name": "default-pool", "config": {}}, {"name": "p", "config": {}}),
    _field("gkePrivateEndpoint", "privateClusterConfig.enablePrivateEndpoint", "$ == false", True, False),
    ("gkeRegional", "resource.location.matches('^[a-z]+-[a-z]+[0-9]-[a-z]$')", {"location": "europe-west1"}, {"location": "europe-west1-b"}),
    _field("functionRuntime", "buildConfig.runtime", "$ == 'python312'", "python313", "python312"),
    _field("projectPrefix", "projectId", "!$.startsWith('agp-')", "agp-one", "one"),
    _field("instanceName", "instanceName", "!$.matches('(production|test)_.*_[0-9]+')", "test_a_1", "a"),
]  # fmt: skip
"""Name, condition (DENY), and data that passes and that is refused."""
