"""What Cloud Run assumes where a resource states nothing.

Sources: the configuration pages of the documentation (CPU, memory, concurrency, request timeout,
health checks, task timeout, maximum retries), and the descriptions of the v1 API's discovery
document, where 0 counts as not stated for most numbers.
"""

from __future__ import annotations

PORT = 8080
"""The port of the ingress container."""
CPU = "1"
"""The CPU limit of a container."""
MEMORY = "512Mi"
"""The memory limit of a container."""
REQUEST_TIMEOUT = 300
"""Seconds."""
TASK_TIMEOUT = 600
"""Seconds that one attempt of a job's task may take."""
MAX_RETRIES = 3
TASK_COUNT = 1
MIN_INSTANCES = 0
MAX_INSTANCES = 100

PROBE = {
    "initialDelaySeconds": 0,
    "timeoutSeconds": 1,
    "periodSeconds": 10,
    "failureThreshold": 3,
}
"""The numbers that a probe does not state, in seconds but for the last."""
STARTUP_PROBE = {
    "initialDelaySeconds": 0,
    "timeoutSeconds": 240,
    "periodSeconds": 240,
    "failureThreshold": 1,
}
"""The numbers of the TCP probe that the ingress container of a service has without a start-up probe."""


def default_concurrency(cpu: str) -> int:
    """The requests that an instance gets at the same time; `cpu` is the limit of the ingress container.

    With less than one CPU, an instance gets one request at a time.
    """
    from lint.support.quantity import UNIT, parse_quantity

    amount = parse_quantity(cpu)
    return 80 if amount is None or amount >= UNIT else 1
