"""The picture that conformance servers answer: one colour, which the seed says."""

import struct
import zlib


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def draw(seed: int, width: int, height: int) -> bytes:
    colour = bytes([seed & 255, seed >> 8 & 255, seed >> 16 & 255, 255])
    rows = b"".join(b"\0" + colour * width for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
