"""Monitoring of the service: in git, and not in the image."""


def start_monitoring(service_id):
    print(f"monitoring {service_id}")
