"""The health endpoint."""


def health(state):
    return f"ok {state['service']}".encode()
