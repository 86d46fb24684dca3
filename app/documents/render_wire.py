"""One request or answer between the process that wants a document and the child that writes it."""

import json
import socket
import struct
from collections.abc import Mapping
from typing import Any

Header = dict[str, Any]  # Any: JSON; the two sides are the same program
LENGTHS = struct.Struct(">II")
LONGEST_HEADER = 4 * 1024 * 1024
LONGEST_CONTENT = 50 * 1024 * 1024


def send_message(channel: socket.socket, header: Mapping[str, object], content: bytes = b"") -> None:
    """Send a header and some bytes."""
    encoded = json.dumps(header).encode("utf-8")
    channel.sendall(LENGTHS.pack(len(encoded), len(content)) + encoded + content)


def receive_message(channel: socket.socket) -> tuple[Header, bytes]:
    """The header and the bytes that the other side sent. Raises EOFError when it went away before."""
    header_length, content_length = LENGTHS.unpack(_receive(channel, LENGTHS.size))
    if header_length > LONGEST_HEADER or content_length > LONGEST_CONTENT:
        raise EOFError("The answer is longer than a document may be.")
    header: Header = json.loads(_receive(channel, header_length))
    return header, _receive(channel, content_length)


def _receive(channel: socket.socket, length: int) -> bytes:
    received = bytearray()
    while len(received) < length:
        block = channel.recv(min(length - len(received), 256 * 1024))
        if not block:
            raise EOFError("The other side went away.")
        received += block
    return bytes(received)
