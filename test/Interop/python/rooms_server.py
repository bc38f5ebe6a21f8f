"""Serves chat.ChatService: rooms_server.py PORT; port 0 takes a free one."""
import concurrent.futures
import sys
import threading
import time
import uuid

import grpc

import chat_pb2
import chat_pb2_grpc
import commands


class Chat(chat_pb2_grpc.ChatServiceServicer):
    """Keeps what is said in rooms, and streams it to who has joined."""

    def __init__(self):
        self.changed = threading.Condition()
        self.rooms = {}
        self.messages = {}
        self.members = 0
        self.talks = 0

    def CreateRoom(self, request, context):
        room = chat_pb2.ChatRoom(id=str(uuid.uuid4()), name=request.name.strip())
        with self.changed:
            self.rooms[room.id] = room
            self.messages[room.id] = []
        return chat_pb2.CreateRoomResponse(room=room)

    def ListRooms(self, request, context):
        with self.changed:
            return chat_pb2.ListRoomsResponse(rooms=self.rooms.values())

    def GetHistory(self, request, context):
        with self.changed:
            return chat_pb2.GetHistoryResponse(messages=self.find(request.room_id, context))

    def JoinRoom(self, request, context):
        messages = self.find(request.room_id, context)
        context.add_callback(self.notify)
        context.send_initial_metadata(())
        with self.changed:
            self.members += 1
            self.changed.notify_all()
        try:
            sent = request.after_sequence
            while context.is_active():
                with self.changed:
                    self.changed.wait_for(lambda: len(messages) > sent or not context.is_active())
                    batch = messages[sent:]
                for message in batch:
                    yield chat_pb2.JoinRoomResponse(message=message)
                sent += len(batch)
        finally:
            with self.changed:
                self.members -= 1
                self.changed.notify_all()

    def SendMessage(self, requests, context):
        context.send_initial_metadata(())
        with self.changed:
            self.talks += 1
        try:
            for request in requests:
                messages = self.find(request.room_id, context)
                with self.changed:
                    sequence = len(messages) + 1
                    message = chat_pb2.Message(
                        id=f"{request.room_id}/{sequence}",
                        room_id=request.room_id,
                        author_id=request.author_id,
                        content=request.content,
                        timestamp=int(time.time()),
                        sequence=sequence,
                    )
                    messages.append(message)
                    self.changed.notify_all()
                yield chat_pb2.SendMessageResponse(message=message)
        finally:
            with self.changed:
                self.talks -= 1
                self.changed.notify_all()

    def find(self, room_id, context):
        if room_id not in self.messages:
            context.abort(grpc.StatusCode.NOT_FOUND, f"Нет комнаты {room_id}")
        return self.messages[room_id]

    def notify(self):
        with self.changed:
            self.changed.notify_all()

    def wait_for_end(self):
        """Waits until no stream is open."""
        with self.changed:
            self.changed.wait_for(lambda: self.members == 0 and self.talks == 0)


chat = Chat()
server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=32))
chat_pb2_grpc.add_ChatServiceServicer_to_server(chat, server)
port = server.add_insecure_port(f"127.0.0.1:{sys.argv[1]}")
server.start()
commands.serve({
    "port": lambda: port,
    "waitForEnd": chat.wait_for_end,
})
