"""Calls chat.ChatService: rooms_client.py PORT"""
import base64
import queue
import sys

import grpc
from google.protobuf import json_format

import chat_pb2
import chat_pb2_grpc
import commands
from answers import answer, from_metadata

END = object()

_channel = grpc.insecure_channel(f"127.0.0.1:{sys.argv[1]}", [("grpc.enable_http_proxy", 0)])
_stub = chat_pb2_grpc.ChatServiceStub(_channel)
_streams = {}
_requests = {}


def to_dict(message):
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def call(method, request):
    """Calls a method with one request and one response."""
    try:
        response, ended = getattr(_stub, method).with_call(
            json_format.ParseDict(request, getattr(chat_pb2, f"{method}Request")())
        )
        return answer(ended, to_dict(response))
    except grpc.RpcError as error:
        return answer(error)


def join(stream, request):
    """Joins a room; returns the headers."""
    _streams[stream] = _stub.JoinRoom(json_format.ParseDict(request, chat_pb2.JoinRoomRequest()))
    return from_metadata(_streams[stream].initial_metadata())


def watch(stream):
    """Watches all rooms; returns the headers."""
    _streams[stream] = _stub.WatchRooms(chat_pb2.WatchRoomsRequest())
    return from_metadata(_streams[stream].initial_metadata())


def read_watch(stream):
    """What is told next."""
    return to_dict(next(_streams[stream]))


def talk(stream):
    """Opens a stream to speak by; returns its headers, before anything was said."""
    requests = _requests[stream] = queue.Queue()
    _streams[stream] = _channel.stream_stream(
        "/chat.ChatService/SendMessage", response_deserializer=chat_pb2.SendMessageResponse.FromString
    )(iter(requests.get, END))
    return from_metadata(_streams[stream].initial_metadata())


def say(stream, requests):
    for request in requests:
        _requests[stream].put(json_format.ParseDict(request, chat_pb2.SendMessageRequest()).SerializeToString())


def say_bytes(stream, request):
    """Says something with any bytes for a request."""
    _requests[stream].put(base64.b64decode(request))


def complete(stream):
    _requests[stream].put(END)


def read(stream, count):
    return [to_dict(next(_streams[stream]).message) for _ in range(count)]


def read_end(stream):
    """How a stream ends that carries nothing any more."""
    try:
        return answer(_streams[stream], to_dict(next(_streams[stream])))
    except StopIteration:
        return answer(_streams[stream])
    except grpc.RpcError as error:
        return answer(error)


def cancel(stream):
    return _streams[stream].cancel()


commands.serve({
    "call": call,
    "join": join,
    "watch": watch,
    "readWatch": read_watch,
    "talk": talk,
    "say": say,
    "sayBytes": say_bytes,
    "complete": complete,
    "read": read,
    "readEnd": read_end,
    "cancel": cancel,
})
