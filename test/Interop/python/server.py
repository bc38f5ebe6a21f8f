"""Serves mes_grpc.MessengerServer: server.py PORT [--early-headers] [--gzip] [--ends-at-once COUNT]; port 0 takes a free one."""
import argparse
import concurrent.futures
import queue
import threading
import time

import grpc

import commands
import messenger_pb2
import messenger_pb2_grpc

END = object()


class Messenger(messenger_pb2_grpc.MessengerServerServicer):
    """Says to all streams what is sent, in one order."""

    def __init__(self, early_headers, ends_at_once):
        self.early_headers = early_headers
        self.ends_at_once = ends_at_once
        self.changed = threading.Condition()
        self.inboxes = []
        self.opening_times = []

    def SendMessage(self, request, context):
        # An author named like a status has this status for an answer.
        if request.author in grpc.StatusCode.__members__:
            context.abort(grpc.StatusCode[request.author], request.text)
        message = messenger_pb2.ReadMessagesResponse(author=request.author, text=request.text)
        with self.changed:
            message.sendTime.FromNanoseconds(time.time_ns())
            for inbox in self.inboxes:
                inbox.put(message)
        return messenger_pb2.SendMessageResponse(sendTime=message.sendTime)

    def ReadMessages(self, request, context):
        inbox = queue.Queue()
        context.add_callback(lambda: inbox.put(END))
        with self.changed:
            self.opening_times.append(time.monotonic())
            if len(self.opening_times) <= self.ends_at_once:
                inbox.put(END)
            self.inboxes.append(inbox)
            self.changed.notify_all()
        # Without this, grpcio sends its headers together with the first message.
        if self.early_headers:
            context.send_initial_metadata(())
        while (message := inbox.get()) is not END:
            yield message
        with self.changed:
            self.inboxes.remove(inbox)
            self.changed.notify_all()


arguments = argparse.ArgumentParser()
arguments.add_argument("port", type=int)
arguments.add_argument("--early-headers", action="store_true")
arguments.add_argument("--gzip", action="store_true")
arguments.add_argument("--ends-at-once", type=int, default=0)
arguments = arguments.parse_args()
messenger = Messenger(arguments.early_headers, arguments.ends_at_once)


def listen(port):
    server = grpc.server(
        concurrent.futures.ThreadPoolExecutor(max_workers=32),
        compression=grpc.Compression.Gzip if arguments.gzip else None,
    )
    messenger_pb2_grpc.add_MessengerServerServicer_to_server(messenger, server)
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    return server, port


def wait_for_streams(count):
    """Waits until so many streams have been opened, since the start; returns the seconds from each to the next."""
    with messenger.changed:
        messenger.changed.wait_for(lambda: len(messenger.opening_times) >= count)
        times = messenger.opening_times
        return [later - earlier for earlier, later in zip(times, times[1:])]


def wait_for_end():
    """Waits until no stream is open."""
    with messenger.changed:
        messenger.changed.wait_for(lambda: not messenger.inboxes)


def end_streams():
    """Ends the open streams with OK."""
    with messenger.changed:
        for inbox in messenger.inboxes:
            inbox.put(END)


def restart():
    """Ends the connections as grpcio does when it is stopped, and listens again."""
    global server
    server.stop(None).wait()
    server, _ = listen(port)


server, port = listen(arguments.port)
commands.serve({
    "port": lambda: port,
    "waitForStreams": wait_for_streams,
    "waitForEnd": wait_for_end,
    "endStreams": end_streams,
    "restart": restart,
})
