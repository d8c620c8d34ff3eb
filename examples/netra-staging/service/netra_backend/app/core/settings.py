"""Settings from the environment."""

import os


class Settings:
    def __init__(self) -> None:
        self.environment = os.environ.get("ENVIRONMENT", "development")
        self.service_id = os.environ["SERVICE_ID"]
        self.postgres_host = os.environ["POSTGRES_HOST"]
        self.postgres_port = int(os.environ["POSTGRES_PORT"])
        self.postgres_db = os.environ["POSTGRES_DB"]
        self.postgres_user = os.environ["POSTGRES_USER"]
        self.database_url = os.environ["DATABASE_URL"]
        self.secret_key = os.environ["SECRET_KEY"]
        self.jwt_secret_key = os.environ["JWT_SECRET_KEY"]
        self.service_secret = os.environ["SERVICE_SECRET"]
