"""Calls mes_grpc.MessengerServer: client.py PORT"""
import base64
import sys
import threading

import grpc
from google.protobuf import empty_pb2, json_format

import commands
import messenger_pb2
import messenger_pb2_grpc
from answers import answer, from_metadata, to_metadata

OPTIONS = [
    ("grpc.enable_http_proxy", 0),
    # Otherwise all channels of a process share one connection.
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 200),
]

_lock = threading.Lock()
_channels = {}
_streams = {}


def channel(name):
    with _lock:
        if name not in _channels:
            _channels[name] = grpc.insecure_channel(f"127.0.0.1:{sys.argv[1]}", OPTIONS)
        return _channels[name]


def stub(connection):
    return messenger_pb2_grpc.MessengerServerStub(channel(connection))


def send(author, text, times=1, connection="main", timeout=None, metadata=(), gzip=False, wait_for_ready=False):
    try:
        response, call = stub(connection).SendMessage.with_call(
            messenger_pb2.SendMessageRequest(author=author, text=text * times),
            timeout=timeout,
            metadata=to_metadata(metadata),
            compression=grpc.Compression.Gzip if gzip else None,
            wait_for_ready=wait_for_ready,
        )
        return answer(call, json_format.MessageToDict(response))
    except grpc.RpcError as error:
        return answer(error)


def burst(author, count, connection):
    """Sends "0", "1", ... one after the other; returns the times."""
    call = stub(connection).SendMessage
    return [
        json_format.MessageToDict(call(messenger_pb2.SendMessageRequest(author=author, text=str(i))))["sendTime"]
        for i in range(count)
    ]


def call(path, request):
    """Calls any path with any bytes."""
    try:
        _, ended = channel("main").unary_unary(path).with_call(base64.b64decode(request))
        return answer(ended)
    except grpc.RpcError as error:
        return answer(error)


def open_streams(names, connection="main", timeout=None, metadata=(), wait_for_ready=False):
    """Opens streams, and returns the headers of each when all of them are there."""
    for name in names:
        _streams[name] = stub(connection).ReadMessages(
            empty_pb2.Empty(), timeout=timeout, metadata=to_metadata(metadata), wait_for_ready=wait_for_ready
        )
    return [headers(_streams[name]) for name in names]


def headers(stream):
    metadata = stream.initial_metadata()
    if not stream.is_active() and stream.code() != grpc.StatusCode.OK:
        raise stream  # It has failed instead.
    return from_metadata(metadata)


def read(stream, count):
    return [json_format.MessageToDict(next(_streams[stream])) for _ in range(count)]


def read_end(stream):
    """How a stream ends that carries nothing any more."""
    try:
        return answer(_streams[stream], json_format.MessageToDict(next(_streams[stream])))
    except StopIteration:
        return answer(_streams[stream])
    except grpc.RpcError as error:
        return answer(error)


def cancel(stream):
    return _streams[stream].cancel()


def wait_for_state(state):
    """Waits until the main channel, told to connect, has been in a state."""
    reached = threading.Event()

    def see(now):
        if now.name == state:
            reached.set()

    channel("main").subscribe(see, try_to_connect=True)
    reached.wait()
    channel("main").unsubscribe(see)


commands.serve({
    "send": send,
    "burst": burst,
    "call": call,
    "open": open_streams,
    "read": read,
    "readEnd": read_end,
    "cancel": cancel,
    "waitForState": wait_for_state,
})
