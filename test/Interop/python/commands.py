"""Takes commands as lines of JSON on stdin, and answers each with a line on stdout, in any order: each runs in a thread of its own.

{"id": 1, "do": "send", "with": {"author": ...}} is answered by {"id": 1, "result": ...} or {"id": 1, "failed": "traceback"}.
"""
import json
import os
import sys
import threading
import traceback

_output = threading.Lock()


def serve(commands):
    for line in sys.stdin:
        threading.Thread(target=_run, args=(commands, json.loads(line)), daemon=True).start()
    os._exit(0)  # The test is over, whatever still runs here.


def _run(commands, command):
    try:
        answer = {"result": commands[command["do"]](**command["with"])}
    except BaseException:
        answer = {"failed": traceback.format_exc()}
    with _output:
        print(json.dumps({"id": command["id"], **answer}), flush=True)
