"""The modules of the registry, for mypy, which holds them to `lint.checks.protocol`.

Made by `scripts/generate.py` from `lint.checks.registry`. Nothing imports it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import lint.checks.image.build_fault as image_build_fault
    import lint.checks.image.buildpack as image_buildpack
    import lint.checks.image.code_env as image_code_env
    import lint.checks.image.code_sockets as image_code_sockets
    import lint.checks.image.imports as image_imports
    import lint.checks.image.listening as image_listening
    import lint.checks.image.saved_image as image_saved_image
    import lint.checks.image.start_command as image_start_command
    import lint.checks.live.cloud_drift as live_cloud_drift
    import lint.checks.live.cloud_network as live_cloud_network
    import lint.checks.live.cloud_revision as live_cloud_revision
    import lint.checks.live.cloud_secret as live_cloud_secret
    import lint.checks.live.cloud_validation as live_cloud_validation
    import lint.checks.live.inventory_age as live_inventory_age
    import lint.checks.organization.custom_constraint as organization_custom_constraint
    import lint.checks.organization.policy_file as organization_policy_file
    import lint.checks.organization.predefined_policy as organization_predefined_policy
    import lint.checks.platform.annotation_keys as platform_annotation_keys
    import lint.checks.platform.annotation_pairs as platform_annotation_pairs
    import lint.checks.platform.annotation_values as platform_annotation_values
    import lint.checks.platform.cloudsql_sockets as platform_cloudsql_sockets
    import lint.checks.platform.compute_resources as platform_compute_resources
    import lint.checks.platform.container_dependencies as platform_container_dependencies
    import lint.checks.platform.containers as platform_containers
    import lint.checks.platform.credentials as platform_credentials
    import lint.checks.platform.deploy_step as platform_deploy_step
    import lint.checks.platform.env_vars as platform_env_vars
    import lint.checks.platform.envelope as platform_envelope
    import lint.checks.platform.fields as platform_fields
    import lint.checks.platform.gpu as platform_gpu
    import lint.checks.platform.identity as platform_identity
    import lint.checks.platform.label_keys as platform_label_keys
    import lint.checks.platform.label_syntax as platform_label_syntax
    import lint.checks.platform.names as platform_names
    import lint.checks.platform.network as platform_network
    import lint.checks.platform.probes as platform_probes
    import lint.checks.platform.reading as platform_reading
    import lint.checks.platform.secret_references as platform_secret_references
    import lint.checks.platform.traffic as platform_traffic
    import lint.checks.platform.volume_mounts as platform_volume_mounts
    import lint.checks.platform.volumes as platform_volumes
    import lint.checks.policy.annotations as policy_annotations
    import lint.checks.policy.assertion as policy_assertion
    import lint.checks.policy.build as policy_build
    import lint.checks.policy.cloudsql as policy_cloudsql
    import lint.checks.policy.env as policy_env
    import lint.checks.policy.image as policy_image
    import lint.checks.policy.ingress as policy_ingress
    import lint.checks.policy.labels as policy_labels
    import lint.checks.policy.resources as policy_resources
    import lint.checks.policy.secrets as policy_secrets
    import lint.checks.policy.service_account as policy_service_account
    import lint.checks.policy.vpc as policy_vpc
    from lint.checks.protocol import (
        Check,
        NeedsLookups,
        PreparesParameters,
        RequiresInput,
        TextCheck,
    )

    checks: dict[str, Check] = {
        "annotations": policy_annotations,
        "assert": policy_assertion,
        "build": policy_build,
        "cloudsql": policy_cloudsql,
        "env": policy_env,
        "image": policy_image,
        "ingress": policy_ingress,
        "labels": policy_labels,
        "resources": policy_resources,
        "secrets": policy_secrets,
        "service-account": policy_service_account,
        "vpc": policy_vpc,
        "annotation-keys": platform_annotation_keys,
        "annotation-pairs": platform_annotation_pairs,
        "annotation-values": platform_annotation_values,
        "cloudsql-sockets": platform_cloudsql_sockets,
        "compute-resources": platform_compute_resources,
        "container-dependencies": platform_container_dependencies,
        "containers": platform_containers,
        "credentials": platform_credentials,
        "env-vars": platform_env_vars,
        "envelope": platform_envelope,
        "fields": platform_fields,
        "gpu": platform_gpu,
        "identity": platform_identity,
        "label-keys": platform_label_keys,
        "names": platform_names,
        "label-syntax": platform_label_syntax,
        "traffic": platform_traffic,
        "network": platform_network,
        "probes": platform_probes,
        "secret-references": platform_secret_references,
        "volume-mounts": platform_volume_mounts,
        "volumes": platform_volumes,
        "build-fault": image_build_fault,
        "buildpack": image_buildpack,
        "code-env": image_code_env,
        "code-sockets": image_code_sockets,
        "imports": image_imports,
        "listening": image_listening,
        "start-command": image_start_command,
        "saved-image": image_saved_image,
        "cloud-drift": live_cloud_drift,
        "cloud-network": live_cloud_network,
        "cloud-revision": live_cloud_revision,
        "cloud-secret": live_cloud_secret,
        "cloud-validation": live_cloud_validation,
        "inventory-age": live_inventory_age,
        "custom-constraint": organization_custom_constraint,
        "predefined-policy": organization_predefined_policy,
    }
    text_checks: dict[str, TextCheck] = {
        "deploy-step": platform_deploy_step,
        "policy-file": organization_policy_file,
        "reading": platform_reading,
    }
    with_prepare: dict[str, PreparesParameters] = {
        "annotations": policy_annotations,
        "assert": policy_assertion,
        "build": policy_build,
        "env": policy_env,
        "labels": policy_labels,
        "resources": policy_resources,
        "secrets": policy_secrets,
        "vpc": policy_vpc,
        "annotation-values": platform_annotation_values,
        "credentials": platform_credentials,
        "secret-references": platform_secret_references,
    }
    with_requires: dict[str, RequiresInput] = {
        "build": policy_build,
        "build-fault": image_build_fault,
        "buildpack": image_buildpack,
        "code-env": image_code_env,
        "code-sockets": image_code_sockets,
        "imports": image_imports,
        "start-command": image_start_command,
        "saved-image": image_saved_image,
        "cloud-drift": live_cloud_drift,
        "cloud-network": live_cloud_network,
        "cloud-revision": live_cloud_revision,
        "cloud-secret": live_cloud_secret,
        "cloud-validation": live_cloud_validation,
        "inventory-age": live_inventory_age,
        "custom-constraint": organization_custom_constraint,
        "predefined-policy": organization_predefined_policy,
    }
    with_lookups: dict[str, NeedsLookups] = {
        "secrets": policy_secrets,
    }
