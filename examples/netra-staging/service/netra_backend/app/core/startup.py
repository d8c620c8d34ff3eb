"""The phases of start-up."""

from netra_backend.app.core.settings import Settings


def run_startup():
    settings = Settings()
    # Imported here to keep the import of the application fast.
    from netra_backend.app.services.monitoring import start_monitoring

    start_monitoring(settings.service_id)
    return {"service": settings.service_id}
