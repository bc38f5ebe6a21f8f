"""Asks grpc.health.v1.Health: health_client.py PORT"""
import sys

import grpc

import commands
import health_pb2
import health_pb2_grpc
from answers import answer

_channel = grpc.insecure_channel(f"127.0.0.1:{sys.argv[1]}", [("grpc.enable_http_proxy", 0)])
_health = health_pb2_grpc.HealthStub(_channel)
_watches = {}


def status(response):
    return health_pb2.HealthCheckResponse.ServingStatus.Name(response.status)


def check(service):
    """The status of a service, or how asking for it has failed."""
    try:
        return status(_health.Check(health_pb2.HealthCheckRequest(service=service)))
    except grpc.RpcError as error:
        return error.code().name


def watch(service):
    """Begins to watch a service, and returns its status of now."""
    _watches[service] = _health.Watch(health_pb2.HealthCheckRequest(service=service))
    return status(next(_watches[service]))


def next_status(service):
    return status(next(_watches[service]))


def watch_end(service):
    """How a watch ends that tells nothing any more."""
    try:
        return answer(_watches[service], status(next(_watches[service])))
    except grpc.RpcError as error:
        return answer(error)


commands.serve({"check": check, "watch": watch, "next": next_status, "watchEnd": watch_end})
