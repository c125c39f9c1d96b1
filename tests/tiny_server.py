"""A server that needs no library and starts at once; it behaves as its first word says.

Run as a script: ``tiny_server.py HOW PORT``.
"""

import json
import os
import socket
import sys
import threading

HELLO = {"message": "hello", "number": 42}


def whole(body: bytes, status: str = "200 OK") -> bytes:
    """A response that ends its connection."""
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


ANSWERS = {
    "well": whole(json.dumps(HELLO).encode()),
    "wrong": whole(b'{"message": "bye"}'),
    "refusing": whole(b"<h1>no such page</h1>", "404 Not Found"),
    "garbage": b"SSH-2.0-tiny\r\n",
}


def serve(port: int, answer: bytes) -> None:
    """Answer whatever is asked, one connection after another."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    while True:
        with listener.accept()[0] as connection:
            connection.recv(1 << 16)
            connection.sendall(answer)


def main(how: str, port: int) -> None:
    """Behave so."""
    if how == "ending":
        print("loading the app", flush=True)
        print("no such table: users", file=sys.stderr)
        sys.exit(3)
    elif how == "wordless":
        sys.exit(0)
    elif how == "killed":
        os.kill(os.getpid(), 9)
    elif how == "silent":
        with socket.create_server(("127.0.0.1", port)):
            print("I listen but do not answer", flush=True)
            threading.Event().wait()
    elif how == "late":
        # Once, as a server whose port was taken before it came; its folder is the same next time.
        if not os.path.exists("been-here"):
            with open("been-here", "w", encoding="ascii"):
                sys.exit("OSError: [Errno 98] Address already in use")
        serve(port, ANSWERS["well"])
    elif how == "never":
        sys.exit("OSError: [Errno 98] Address already in use")
    elif how == "parent":
        # One child that stays, and one whose own child is soon nobody's.
        if os.fork() == 0 or (os.fork() == 0 and (os.fork() == 0 or os._exit(0))):
            threading.Event().wait()
        serve(port, ANSWERS["well"])
    else:
        serve(port, ANSWERS[how])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
