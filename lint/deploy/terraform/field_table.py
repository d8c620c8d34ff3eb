"""The fields of the Cloud Run resources of the Terraform provider, as its definitions have them.

An indented line is a field of the block above it: its name, its type, and what constrains it.

- `string`, `int`, `float`, `bool`, `map`, `list` are arguments, `block` a block that may occur once,
  `blocks` one that may occur more than once (`most=N`: at most N times).
- `required`; `from-api`: the API decides what is not set, and what it decided stays.
- `of=A|B`: the values; `duration`: `300s`; `not-with=NAME`: refused beside another field;
  `one-of`: exactly one of the fields of the block that say so.
- `beta`: of the provider google-beta alone; `only-here`: nothing that Cloud Run gets.

Source: the resource definitions of GoogleCloudPlatform/magic-modules (mmv1/products/cloudrunv2 and
cloudrun), from which both providers are made; read in August 2026.
"""

from __future__ import annotations

DATE = "August 2026"

TABLE = """\
google_cloud_run_v2_service
  location string required
  deletion_protection bool only-here
  name string required
  description string
  labels map
  annotations map
  tags map
  client string
  client_version string
  ingress string from-api of=INGRESS_TRAFFIC_ALL|INGRESS_TRAFFIC_INTERNAL_ONLY|INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER
  launch_stage string from-api of=UNIMPLEMENTED|PRELAUNCH|EARLY_ACCESS|ALPHA|BETA|GA|DEPRECATED
  binary_authorization block
    breakglass_justification string
    use_default bool not-with=policy
    policy string not-with=use_default
  custom_audiences list
  scaling block from-api
    min_instance_count int from-api
    max_instance_count int from-api
    scaling_mode string of=AUTOMATIC|MANUAL
    manual_instance_count int from-api
  default_uri_disabled bool
  template block required
    revision string
    labels map
    annotations map
    scaling block from-api
      min_instance_count int
      max_instance_count int from-api
      cpu_utilization float beta
      concurrency_utilization float beta
    vpc_access block
      connector string not-with=network_interfaces
      egress string from-api of=ALL_TRAFFIC|PRIVATE_RANGES_ONLY
      network_interfaces blocks not-with=connector
        network string from-api
        subnetwork string from-api
        tags list
    timeout string from-api duration
    service_account string from-api
    containers blocks
      name string
      image string required
      command list
      args list
      env blocks
        name string required
        value string
        value_source block
          secret_key_ref block
            secret string required
            version string
      resources block from-api
        limits map from-api
        cpu_idle bool
        startup_cpu_boost bool
      ports blocks from-api most=1
        name string from-api
        container_port int
      sandbox_launcher bool
      volume_mounts blocks
        name string required
        mount_path string required
        sub_path string
      working_dir string
      liveness_probe block
        initial_delay_seconds int
        timeout_seconds int
        period_seconds int
        failure_threshold int
        http_get block
          path string
          port int from-api
          http_headers blocks
            name string required
            value string
        grpc block
          port int from-api
          service string
        tcp_socket block
          port int required
      startup_probe block from-api
        initial_delay_seconds int
        timeout_seconds int
        period_seconds int
        failure_threshold int
        http_get block
          path string
          port int from-api
          http_headers blocks
            name string required
            value string
        tcp_socket block
          port int from-api
        grpc block
          port int from-api
          service string
      readiness_probe block
        timeout_seconds int from-api
        period_seconds int from-api
        failure_threshold int from-api
        success_threshold int from-api
        http_get block
          path string from-api
          port int from-api
        grpc block
          port int from-api
          service string
      depends_on list
      base_image_uri string
      source_code block beta
        cloud_storage_source block
          bucket string required
          object string required
          generation string
    volumes blocks
      name string required
      secret block
        secret string required
        default_mode int
        items blocks
          path string required
          version string
          mode int
      cloud_sql_instance block
        instances list
      empty_dir block
        medium string of=MEMORY|DISK
        size_limit string
      gcs block
        bucket string required
        read_only bool
        mount_options list
      nfs block
        server string required
        path string required
        read_only bool
    execution_environment string of=EXECUTION_ENVIRONMENT_GEN1|EXECUTION_ENVIRONMENT_GEN2
    encryption_key string
    max_instance_request_concurrency int from-api
    session_affinity bool
    service_mesh block beta
      mesh string
    node_selector block
      accelerator string required
    gpu_zonal_redundancy_disabled bool
    health_check_disabled bool
    sandboxes block
      templates blocks
        name string required
        image string required
        command list
        args list
        env blocks
          name string required
          value string
        volume_mounts blocks
          name string required
          mount_path string required
          sub_path string
        working_dir string
  traffic blocks from-api
    type string of=TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST|TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION
    revision string
    percent int from-api
    tag string
  invoker_iam_disabled bool
  build_config block
    source_location string
    function_target string
    image_uri string
    base_image string
    enable_automatic_updates bool
    worker_pool string
    environment_variables map
    service_account string
  multi_region_settings block
    regions list
  iap_enabled bool
google_cloud_run_v2_job
  location string required
  deletion_protection bool only-here
  name string required
  labels map
  annotations map
  client string
  client_version string
  launch_stage string from-api of=UNIMPLEMENTED|PRELAUNCH|EARLY_ACCESS|ALPHA|BETA|GA|DEPRECATED
  binary_authorization block
    breakglass_justification string
    use_default bool not-with=policy
    policy string not-with=use_default
  start_execution_token string not-with=run_execution_token
  run_execution_token string not-with=start_execution_token
  template block required
    labels map
    annotations map
    parallelism int from-api
    task_count int from-api
    template block required
      containers blocks from-api
        name string
        image string required
        command list
        args list
        env blocks
          name string required
          value string
          value_source block
            secret_key_ref block
              secret string required
              version string required
        resources block from-api
          limits map from-api
        ports blocks
          name string
          container_port int
        volume_mounts blocks
          name string required
          mount_path string required
          sub_path string
        working_dir string
        depends_on list
        startup_probe block from-api
          initial_delay_seconds int
          timeout_seconds int
          period_seconds int
          failure_threshold int
          tcp_socket block
            port int from-api
          http_get block
            path string
            port int from-api
            http_headers blocks
              name string required
              value string
          grpc block
            port int from-api
            service string
      volumes blocks
        name string required
        secret block
          secret string required
          default_mode int
          items blocks
            path string required
            version string required
            mode int
        cloud_sql_instance block
          instances list
        empty_dir block
          medium string of=MEMORY|DISK
          size_limit string
        gcs block
          bucket string required
          read_only bool
          mount_options list
        nfs block
          server string required
          path string
          read_only bool
      timeout string from-api duration
      service_account string from-api
      execution_environment string from-api of=EXECUTION_ENVIRONMENT_GEN1|EXECUTION_ENVIRONMENT_GEN2
      encryption_key string
      vpc_access block
        connector string not-with=network_interfaces
        egress string from-api of=ALL_TRAFFIC|PRIVATE_RANGES_ONLY
        network_interfaces blocks not-with=connector
          network string from-api
          subnetwork string from-api
          tags list
      max_retries int
      node_selector block
        accelerator string required
      gpu_zonal_redundancy_disabled bool
  tags map
google_cloud_run_v2_worker_pool
  location string required
  deletion_protection bool only-here
  name string required
  description string
  labels map
  annotations map
  client string
  client_version string
  launch_stage string from-api of=UNIMPLEMENTED|PRELAUNCH|EARLY_ACCESS|ALPHA|BETA|GA|DEPRECATED
  binary_authorization block
    breakglass_justification string
    use_default bool not-with=policy
    policy string not-with=use_default
  scaling block from-api
    scaling_mode string of=AUTOMATIC|MANUAL
    min_instance_count int
    max_instance_count int
    manual_instance_count int
  template block required
    revision string
    labels map
    annotations map
    client string
    client_version string
    vpc_access block
      connector string
      egress string from-api of=ALL_TRAFFIC|PRIVATE_RANGES_ONLY
      network_interfaces blocks
        network string from-api
        subnetwork string from-api
        tags list
    service_account string from-api
    containers blocks
      name string
      image string required
      command list
      args list
      depends_on list
      env blocks
        name string required
        value string
        value_source block
          secret_key_ref block
            secret string required
            version string
      resources block from-api
        limits map from-api
      volume_mounts blocks
        name string required
        mount_path string required
        sub_path string
      working_dir string
      liveness_probe block
        initial_delay_seconds int
        timeout_seconds int
        period_seconds int
        failure_threshold int
        http_get block
          path string
          port int
          http_headers blocks
            name string required
            value string
        tcp_socket block
          port int
        grpc block
          port int
          service string
      startup_probe block
        initial_delay_seconds int
        timeout_seconds int
        period_seconds int
        failure_threshold int
        http_get block
          path string
          port int
          http_headers blocks
            name string required
            value string
        tcp_socket block
          port int
        grpc block
          port int
          service string
    volumes blocks
      name string required
      secret block
        secret string required
        default_mode int
        items blocks
          path string required
          version string
          mode int
      cloud_sql_instance block
        instances list
      empty_dir block
        medium string of=MEMORY|DISK
        size_limit string
      gcs block
        bucket string required
        read_only bool
        mount_options list
      nfs block
        server string required
        path string required
        read_only bool
    encryption_key string
    encryption_key_revocation_action string of=PREVENT_NEW|SHUTDOWN
    encryption_key_shutdown_duration string
    node_selector block
      accelerator string required
    gpu_zonal_redundancy_disabled bool
  instance_splits blocks from-api
    type string of=INSTANCE_SPLIT_ALLOCATION_TYPE_LATEST|INSTANCE_SPLIT_ALLOCATION_TYPE_REVISION
    revision string
    percent int from-api
google_cloud_run_service
  location string required
  autogenerate_revision_name bool only-here
  name string required
  traffic blocks from-api
    revision_name string
    percent int required
    tag string
    latest_revision bool
  template block
    metadata block from-api
      labels map from-api
      namespace string from-api
      annotations map from-api
      name string from-api
    spec block required from-api
      containers blocks required from-api
        name string from-api
        working_dir string
        args list
        env_from blocks
          prefix string
          config_map_ref block
            optional bool
            local_object_reference block
              name string required
          secret_ref block
            local_object_reference block
              name string required
            optional bool
        image string required
        command list
        env blocks
          name string
          value string
          value_from block
            secret_key_ref block required
              key string required
              name string required
        ports blocks from-api
          name string from-api
          protocol string
          container_port int
        sandbox_launcher bool
        resources block from-api
          limits map from-api
          requests map
        volume_mounts blocks
          mount_path string required
          sub_path string
          name string required
        startup_probe block from-api
          initial_delay_seconds int
          timeout_seconds int
          period_seconds int
          failure_threshold int
          tcp_socket block one-of
            port int from-api
          http_get block one-of
            path string
            port int from-api
            http_headers blocks
              name string required
              value string
          grpc block one-of
            port int from-api
            service string
        readiness_probe block
          timeout_seconds int from-api
          period_seconds int from-api
          failure_threshold int from-api
          success_threshold int from-api
          http_get block one-of
            path string from-api
            port int from-api
          grpc block one-of
            port int from-api
            service string
        liveness_probe block
          initial_delay_seconds int
          timeout_seconds int
          period_seconds int
          failure_threshold int
          http_get block one-of
            path string
            port int from-api
            http_headers blocks
              name string required
              value string
          grpc block one-of
            port int from-api
            service string
      node_selector map
      container_concurrency int from-api
      timeout_seconds int from-api
      service_account_name string from-api
      volumes blocks
        name string required
        secret block
          secret_name string required
          default_mode int
          items blocks
            key string required
            path string required
            mode int
        empty_dir block
          medium string
          size_limit string
        csi block
          driver string required
          read_only bool from-api
          volume_attributes map
        nfs block
          server string required
          path string required
          read_only bool
  metadata block from-api
    labels map
    namespace string from-api
    annotations map
"""
