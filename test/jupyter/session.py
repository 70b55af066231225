# A kernel in the hands of jupyter_client, the library behind Jupyter's front ends.
# In: a line of JSON, [method, arguments]. Out: a line of JSON, what came of it.
import json
import os
import sys
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

PATIENCE = 120  # seconds: a machine may be busy
manager = client = None


def kernels():
    return KernelSpecManager().find_kernel_specs()


def start(name, cwd):
    global manager, client
    manager = KernelManager(kernel_name=name)
    manager.start_kernel(cwd=cwd)
    return connect()


def connect():
    global client
    if client:
        client.stop_channels()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=PATIENCE)
    return {"pid": manager.provisioner.pid}


def execute(code, interrupt_after=None, typed=None):
    """Runs a cell; interrupts it once it has printed `interrupt_after`; `typed` answers its questions, if it may ask."""
    messages = []
    questions = []

    def type_in(message):
        questions.append(message["content"]["prompt"])
        client.input(typed.pop(0))

    def note(message):
        messages.append({"type": message["msg_type"], "content": message["content"]})
        if interrupt_after and interrupt_after in message["content"].get("text", ""):
            time.sleep(0.5)
            manager.interrupt_kernel()

    reply = client.execute_interactive(
        code, timeout=PATIENCE, output_hook=note, allow_stdin=typed is not None, stdin_hook=type_in
    )
    return {"reply": reply["content"], "messages": messages, "questions": questions}


def ask(what, **arguments):
    return getattr(client, what)(reply=True, timeout=PATIENCE, **arguments)["content"]


def is_complete(code):  # the one question for which jupyter_client does not wait
    client.is_complete(code)
    return client.get_shell_msg(timeout=PATIENCE)["content"]


def restart(now):
    manager.restart_kernel(now=now)
    return connect()


def shutdown():
    pid = manager.provisioner.pid
    client.stop_channels()
    manager.shutdown_kernel(now=False)
    return {"alive": os.path.exists(f"/proc/{pid}")}


for line in sys.stdin:
    method, arguments = json.loads(line)
    try:
        answer = globals()[method](**arguments)
    except Exception as error:
        answer = {"failed": repr(error)}
    print(json.dumps(answer), flush=True)
