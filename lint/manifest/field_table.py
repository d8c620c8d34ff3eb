"""The fields of the v1 API, revision 20261031: see `lint.manifest.schema`.

Made by `scripts/cloud_run_schema.py`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ROOTS = ('Service', 'Job', 'WorkerPool', 'Instance')
TYPES: dict[str, dict[str, Any]] = {
'CSIVolumeSource': {
'driver': ('string',),
'readOnly': ('boolean',),
'volumeAttributes': ('map', 'string'),
},
'ConfigMapEnvSource': {
'localObjectReference': ('object', 'LocalObjectReference', 'deprecated'),
'name': ('string',),
'optional': ('boolean',),
},
'ConfigMapKeySelector': {
'key': ('string', '', 'required unsupported'),
'localObjectReference': ('object', 'LocalObjectReference', 'unsupported deprecated'),
'name': ('string', '', 'required unsupported'),
'optional': ('boolean', '', 'unsupported'),
},
'ConfigMapVolumeSource': {
'defaultMode': ('integer', 'int32'),
'items': ('list', 'KeyToPath'),
'name': ('string',),
'optional': ('boolean',),
},
'Container': {
'args': ('list', 'string'),
'command': ('list', 'string'),
'env': ('list', 'EnvVar'),
'envFrom': ('list', 'EnvFromSource', 'unsupported'),
'image': ('string', '', 'required'),
'imagePullPolicy': ('string',),
'livenessProbe': ('object', 'Probe'),
'name': ('string',),
'ports': ('list', 'ContainerPort'),
'readinessProbe': ('object', 'Probe'),
'resources': ('object', 'ResourceRequirements'),
'sandboxLauncher': ('boolean', '', 'gcloud-578'),
'securityContext': ('object', 'SecurityContext', 'unsupported'),
'startupProbe': ('object', 'Probe'),
'terminationMessagePath': ('string',),
'terminationMessagePolicy': ('string',),
'volumeMounts': ('list', 'VolumeMount'),
'workingDir': ('string',),
},
'ContainerPort': {
'containerPort': ('integer', 'int32'),
'name': ('string',),
'protocol': ('string',),
},
'EmptyDirVolumeSource': {
'medium': ('string',),
'sizeLimit': ('string',),
},
'EnvFromSource': {
'configMapRef': ('object', 'ConfigMapEnvSource'),
'prefix': ('string',),
'secretRef': ('object', 'SecretEnvSource'),
},
'EnvVar': {
'name': ('string', '', 'required'),
'value': ('string',),
'valueFrom': ('object', 'EnvVarSource'),
},
'EnvVarSource': {
'configMapKeyRef': ('object', 'ConfigMapKeySelector', 'unsupported'),
'secretKeyRef': ('object', 'SecretKeySelector'),
},
'ExecAction': {
'command': ('list', 'string'),
},
'ExecutionSpec': {
'delayExecution': ('boolean', '', 'gcloud-578'),
'parallelism': ('integer', 'int32'),
'taskCount': ('integer', 'int32'),
'template': ('object', 'TaskTemplateSpec'),
},
'ExecutionTemplateSpec': {
'metadata': ('object', 'ObjectMeta'),
'spec': ('object', 'ExecutionSpec', 'required'),
},
'FilestoreVolumeSource': {
'volume': ('string', '', 'required'),
},
'GRPCAction': {
'port': ('integer', 'int32'),
'service': ('string',),
},
'HTTPGetAction': {
'host': ('string', '', 'unsupported'),
'httpHeaders': ('list', 'HTTPHeader'),
'path': ('string',),
'port': ('integer', 'int32'),
'scheme': ('string', '', 'unsupported'),
},
'HTTPHeader': {
'name': ('string', '', 'required'),
'value': ('string',),
},
'Instance': {
'apiVersion': ('string', '', 'required'),
'kind': ('string', '', 'required'),
'metadata': ('object', 'ObjectMeta', 'required'),
'spec': ('object', 'InstanceSpec', 'required'),
'status': ('any', '', 'output-only'),
},
'InstanceSpec': {
'containers': ('list', 'Container'),
'nodeSelector': ('map', 'string'),
'restartPolicy': ('string',),
'sandboxes': ('object', 'SandboxConfiguration', 'gcloud-never'),
'serviceAccountName': ('string',),
'volumes': ('list', 'Volume'),
},
'InstanceSplit': {
'latestRevision': ('boolean',),
'percent': ('integer', 'int32'),
'revisionName': ('string',),
},
'Job': {
'apiVersion': ('string', '', 'required'),
'kind': ('string', '', 'required'),
'metadata': ('object', 'ObjectMeta', 'required'),
'spec': ('object', 'JobSpec', 'required'),
'status': ('any', '', 'output-only'),
},
'JobSpec': {
'runExecutionToken': ('string',),
'startExecutionToken': ('string',),
'template': ('object', 'ExecutionTemplateSpec', 'required'),
},
'KeyToPath': {
'key': ('string',),
'mode': ('integer', 'int32'),
'path': ('string',),
},
'LocalObjectReference': {
'name': ('string',),
},
'NFSVolumeSource': {
'path': ('string',),
'readOnly': ('boolean',),
'server': ('string',),
},
'ObjectMeta': {
'annotations': ('map', 'string'),
'clusterName': ('string', '', 'unsupported'),
'creationTimestamp': ('string', '', 'output-only'),
'deletionGracePeriodSeconds': ('integer', 'int32', 'unsupported'),
'deletionTimestamp': ('string', '', 'output-only'),
'finalizers': ('list', 'string', 'unsupported'),
'generateName': ('string',),
'generation': ('integer', 'int32', 'output-only'),
'labels': ('map', 'string'),
'name': ('string',),
'namespace': ('string',),
'ownerReferences': ('list', 'OwnerReference', 'unsupported'),
'resourceVersion': ('string',),
'selfLink': ('string', '', 'output-only'),
'uid': ('string', '', 'output-only'),
},
'OwnerReference': {
'apiVersion': ('string', '', 'unsupported'),
'blockOwnerDeletion': ('boolean', '', 'unsupported'),
'controller': ('boolean', '', 'unsupported'),
'kind': ('string', '', 'unsupported'),
'name': ('string', '', 'unsupported'),
'uid': ('string', '', 'unsupported'),
},
'Probe': {
'exec': ('object', 'ExecAction', 'unsupported gcloud-never'),
'failureThreshold': ('integer', 'int32'),
'grpc': ('object', 'GRPCAction'),
'httpGet': ('object', 'HTTPGetAction'),
'initialDelaySeconds': ('integer', 'int32'),
'periodSeconds': ('integer', 'int32'),
'successThreshold': ('integer', 'int32'),
'tcpSocket': ('object', 'TCPSocketAction'),
'timeoutSeconds': ('integer', 'int32'),
},
'ResourceRequirements': {
'limits': ('map', 'string'),
'requests': ('map', 'string'),
},
'RevisionSpec': {
'containerConcurrency': ('integer', 'int32'),
'containers': ('list', 'Container', 'required'),
'enableServiceLinks': ('boolean', '', 'unsupported'),
'imagePullSecrets': ('list', 'LocalObjectReference', 'unsupported'),
'nodeSelector': ('map', 'string'),
'runtimeClassName': ('string',),
'sandboxes': ('object', 'SandboxConfiguration', 'gcloud-never'),
'serviceAccountName': ('string',),
'terminationGracePeriodSeconds': ('integer', 'int64', 'gcloud-578'),
'timeoutSeconds': ('integer', 'int32'),
'volumes': ('list', 'Volume'),
},
'RevisionTemplate': {
'metadata': ('object', 'ObjectMeta'),
'spec': ('object', 'RevisionSpec'),
},
'SandboxConfiguration': {
'templates': ('list', 'SandboxTemplate', 'required'),
},
'SandboxTemplate': {
'args': ('list', 'string'),
'command': ('list', 'string'),
'env': ('list', 'EnvVar'),
'image': ('string', '', 'required'),
'name': ('string', '', 'required'),
'volumeMounts': ('list', 'VolumeMount'),
'workingDir': ('string',),
},
'SecretEnvSource': {
'localObjectReference': ('object', 'LocalObjectReference', 'deprecated'),
'name': ('string',),
'optional': ('boolean',),
},
'SecretKeySelector': {
'key': ('string', '', 'required'),
'localObjectReference': ('object', 'LocalObjectReference', 'deprecated'),
'name': ('string',),
'optional': ('boolean',),
},
'SecretVolumeSource': {
'defaultMode': ('integer', 'int32'),
'items': ('list', 'KeyToPath'),
'optional': ('boolean', '', 'unsupported'),
'secretName': ('string',),
},
'SecurityContext': {
'runAsUser': ('integer', 'int32'),
},
'Service': {
'apiVersion': ('string', '', 'required'),
'kind': ('string', '', 'required'),
'metadata': ('object', 'ObjectMeta', 'required'),
'spec': ('object', 'ServiceSpec', 'required'),
'status': ('any', '', 'output-only'),
},
'ServiceSpec': {
'template': ('object', 'RevisionTemplate', 'required'),
'traffic': ('list', 'TrafficTarget'),
},
'TCPSocketAction': {
'host': ('string', '', 'unsupported'),
'port': ('integer', 'int32'),
},
'TaskSpec': {
'containers': ('list', 'Container'),
'maxRetries': ('integer', 'int32'),
'nodeSelector': ('map', 'string'),
'sandboxes': ('object', 'SandboxConfiguration', 'gcloud-never'),
'serviceAccountName': ('string',),
'terminationGracePeriodSeconds': ('integer', 'int64', 'gcloud-578'),
'timeoutSeconds': ('integer', 'int64'),
'volumes': ('list', 'Volume'),
},
'TaskTemplateSpec': {
'spec': ('object', 'TaskSpec'),
},
'TrafficTarget': {
'configurationName': ('string', '', 'unsupported deprecated'),
'latestRevision': ('boolean',),
'percent': ('integer', 'int32'),
'revisionName': ('string',),
'tag': ('string',),
'url': ('string', '', 'output-only'),
},
'Volume': {
'configMap': ('object', 'ConfigMapVolumeSource', 'unsupported'),
'csi': ('object', 'CSIVolumeSource'),
'emptyDir': ('object', 'EmptyDirVolumeSource'),
'filestore': ('object', 'FilestoreVolumeSource', 'gcloud-never'),
'name': ('string',),
'nfs': ('object', 'NFSVolumeSource'),
'secret': ('object', 'SecretVolumeSource'),
},
'VolumeMount': {
'mountPath': ('string', '', 'required'),
'name': ('string', '', 'required'),
'readOnly': ('boolean', '', 'unused'),
'subPath': ('string',),
},
'WorkerPool': {
'apiVersion': ('string', '', 'required'),
'kind': ('string', '', 'required'),
'metadata': ('object', 'ObjectMeta', 'required'),
'spec': ('object', 'WorkerPoolSpec', 'required'),
'status': ('any', '', 'output-only'),
},
'WorkerPoolSpec': {
'instanceSplits': ('list', 'InstanceSplit'),
'template': ('object', 'RevisionTemplate', 'required'),
},
}
