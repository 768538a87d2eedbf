"""A mail server that takes everything and keeps only who got a message when.

`python -m benchmarks.smtp_sink`.

It prints its port; a line on its standard input makes it print what it has and end.
"""

import asyncio
import json
import sys
import time

# Like every mail server of today it takes the envelope in one go (RFC 2920).
_ANSWERS = {b"EHLO": b"250-sink\r\n250 PIPELINING\r\n", b"QUIT": b"221 bye\r\n"}
_arrivals: dict[str, list[float]] = {}


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    to = ""
    try:
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"RCPT":
                to = line.partition(b"<")[2].partition(b">")[0].decode()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                _arrivals.setdefault(to, []).append(time.time())
            writer.write(_ANSWERS.get(verb, b"250 ok\r\n"))
            if verb == b"QUIT":
                break
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()


async def _run() -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", 0, limit=1 << 20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    server.close()
    urgent = [at for to, times in _arrivals.items() if to.startswith("urgent") for at in times]
    print(
        json.dumps(
            {
                "messages": sum(map(len, _arrivals.values())),
                "people": len(_arrivals),
                "urgent_at": min(urgent, default=None),
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    asyncio.run(_run())
