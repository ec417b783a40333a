"""A crowd of browsers in a process of its own: asks a served site as told in a plan, prints what it saw.

    python -m bench.site_client < plan.json

The plan: {"host", "port", "seconds", "clients": [{"session", "every", "asks": [[method, path, body], …]}]}.
Each client has one connection kept open and asks on its beat (`every` seconds, 0: as soon as the last
was answered), its asks in turn; waiting is counted from the beat, not from when the client got round to
it. `{n}` in a body stands for how often this ask was answered 200 before, `{v}` for one more. Printed: {"times": [ms …],
"statuses": {"200": n}, "seconds": s, "last": {"<client>": [n, …]}}.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

TOKEN = "bench" + "0" * 27  # the same in cookie and header: what a browser's form amounts to


@dataclass
class Seen:
    """What the crowd saw."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    last: dict[str, list[int]] = field(default_factory=dict)


@dataclass
class Line:
    """One connection, opened again when the server closes it."""

    host: str
    port: int
    session: str
    pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: str) -> int:
        """The status of one request; 0 where the connection broke."""
        try:
            return await self._ask(method, path, body=body.encode())
        except (OSError, asyncio.IncompleteReadError, ValueError, IndexError):
            self.pipe = None
            return 0

    async def _ask(self, method: str, path: str, *, body: bytes) -> int:
        if self.pipe is None:
            self.pipe = await asyncio.open_connection(self.host, self.port)
        reader, writer = self.pipe
        writer.write(self._head(method, path, length=len(body)) + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        if "transfer-encoding: chunked" in head:
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        elif "content-length:" in head:
            await reader.readexactly(int(head.split("content-length:")[1].split("\r\n")[0]))
        if "connection: close" in head:
            writer.close()
            self.pipe = None
        return int(head.split(" ", 2)[1])

    def _head(self, method: str, path: str, *, length: int) -> bytes:
        return (
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
            f"Cookie: sessionid={self.session}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
            f"HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {length}\r\n\r\n"
        ).encode()


async def client(
    plan: Mapping[str, Any], one: Mapping[str, Any], *, number: int, seen: Seen
) -> None:
    """One browser until the time is over."""
    line = Line(plan["host"], plan["port"], one["session"])
    done = [0] * len(one["asks"])
    begun, turn = perf_counter(), 0
    beat = begun + one["every"] * number / max(len(plan["clients"]), 1)
    while perf_counter() < begun + plan["seconds"]:
        if (early := beat - perf_counter()) > 0:
            await asyncio.sleep(early)
        start = beat if one["every"] else perf_counter()
        which = turn % len(one["asks"])
        method, path, body = one["asks"][which]
        status = await line.ask(
            method, path, body.replace("{n}", str(done[which])).replace("{v}", str(done[which] + 1))
        )
        seen.times.append((perf_counter() - start) * 1000)
        seen.statuses[str(status)] += 1
        done[which] += status == 200
        turn, beat = turn + 1, beat + one["every"]
    seen.last[str(number)] = done


async def crowd(plan: Mapping[str, Any]) -> dict[str, Any]:
    """All of them at once."""
    seen, begun = Seen(), perf_counter()
    people = enumerate(plan["clients"])
    await asyncio.gather(*(client(plan, one, number=n, seen=seen) for n, one in people))
    return {
        "times": [round(one, 1) for one in seen.times],
        "statuses": dict(seen.statuses),
        "seconds": perf_counter() - begun,
        "last": seen.last,
    }


if __name__ == "__main__":
    json.dump(asyncio.run(crowd(json.load(sys.stdin))), sys.stdout)
