"""How calls go on and end, in JSON: bytes travel through it as base64."""
import base64


def to_metadata(pairs):
    return [(key, base64.b64decode(value) if key.endswith("-bin") else value) for key, value in pairs]


def from_metadata(metadata):
    return [(key, base64.b64encode(value).decode() if key.endswith("-bin") else value) for key, value in metadata or ()]


def answer(call, message=None):
    """How a call has ended; a failed call is its own exception."""
    return {
        "code": call.code().name,
        "details": call.details(),
        "headers": from_metadata(call.initial_metadata()),
        "trailers": from_metadata(call.trailing_metadata()),
        "message": message,
    }
