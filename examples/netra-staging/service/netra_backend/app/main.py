"""The entry point: uvicorn calls `create_app`."""

from netra_backend.app.core.startup import run_startup
from netra_backend.app.routes.health import health


def create_app():
    state = run_startup()

    async def app(scope, receive, send):
        body = health(state)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    return app
