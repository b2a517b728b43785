"""The control interface: HTTP/1.1 (RFC 9112) on loopback, for the web service, which has the secret. JSON both ways.

| request | what |
|---|---|
| `GET /lines/<session>` | the lines of a session |
| `PUT /lines/<session>` | `rules` for all of them |
| `PUT /lines/<session>/<role>` | open a line; `rules`, if they are given, count from the next packet on |
| `GET /lines/<session>/<role>?after=7&wait=9` | the line and its packets after a number; waits some seconds for one |
| `DELETE /lines/<session>/<role>` | close a line |
| `POST /lines/<session>/<role>/cut` | end its connections |
| `POST /lines/<session>/<role>/messages` | `payload`, `qos`: publish a message, and tell whether it was acknowledged |
| `POST /lines/<session>/<role>/runs` | `qos`, `with_id`, `count`: let the lab's own client publish |
"""

import asyncio
import hmac
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from faults.lines import Line, Lines
from faults.rules import MAX_RULES, NoRoomError, Rule, RuleError

MAX_HEAD, MAX_BODY = 8192, 65536
MOST_CONNECTIONS = 200
LONGEST_WAIT = 20.0
_SECONDS = 5.0

_REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 409: "Conflict"}


@dataclass(frozen=True, slots=True)
class Request:
    """A request: its method, the parts of its path, its query, its JSON."""

    method: str
    path: tuple[str, ...]
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    secret: str = field(default="", repr=False)


class RefusedError(Exception):
    """A request that is not carried out: its status (RFC 9110, section 15) and why."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class Control:
    """Answers the requests of who has the secret. `ws_port`: what lines tell of their WebSocket."""

    def __init__(self, lines: Lines, secret: str, ws_port: int, *, tls: bool) -> None:
        self._lines = lines
        self.secret = secret
        self._ws_port = ws_port
        self._tls = tls
        self._open = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request, and close."""
        if self._open >= MOST_CONNECTIONS:
            writer.transport.abort()
            return
        self._open += 1
        try:
            writer.write(encode(*await self._outcome(reader)))
            async with asyncio.timeout(_SECONDS):
                await writer.drain()
        except (OSError, TimeoutError):
            pass
        finally:
            self._open -= 1
            writer.close()

    async def _outcome(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, Any]]:
        try:
            async with asyncio.timeout(_SECONDS):
                request = await read_request(reader)
            if not hmac.compare_digest(request.secret.encode(), self.secret.encode()):
                raise RefusedError(401, "the secret is wrong")
            return 200, await self.answer(request)
        except NoRoomError as error:
            return 409, {"detail": str(error)}
        except (RuleError, ValueError, EOFError, TimeoutError, asyncio.LimitOverrunError) as error:
            return 400, {"detail": str(error)}
        except RefusedError as error:
            return error.status, {"detail": str(error)}

    async def answer(self, request: Request) -> dict[str, Any]:
        """The answer to a request. Raises RefusedError, RuleError, ValueError."""
        match request.method, request.path:
            case "GET", ("lines", session):
                return {"lines": [self._document(line) for line in self._lines.of(session)]}
            case "PUT", ("lines", session):
                return self._set_all(session, rules_in(request.body) or [])
            case "PUT", ("lines", session, role):
                return await self._put(f"{session}/{role}", rules_in(request.body))
            case "DELETE", ("lines", session, role):
                self._lines.close(f"{session}/{role}")
                return {}
            case method, ("lines", session, role, *rest):
                return await self._of_line(method, rest, self._line(f"{session}/{role}"), request)
        raise RefusedError(404, "there is no such thing")

    async def _of_line(self, method: str, rest: list[str], line: Line, request: Request) -> dict[str, Any]:
        match method, rest:
            case "GET", []:
                return await self._news(line, request.query)
            case "POST", ["cut"]:
                line.client.cut()
                return self._document(line)
            case "POST", ["messages"]:
                return await self._publish(line, request.body)
            case "POST", ["runs"]:
                return self._start_run(line, request.body)
        raise RefusedError(404, "there is no such thing")

    def _set_all(self, session: str, rules: list[Rule]) -> dict[str, Any]:
        lines = self._lines.of(session)
        for line in lines:
            self._lines.set_rules(line, rules)
        return {"lines": [self._document(line) for line in lines]}

    async def _put(self, name: str, rules: list[Rule] | None) -> dict[str, Any]:
        line = await self._lines.open(name)
        if rules is not None:
            self._lines.set_rules(line, rules)
        return self._document(line)

    async def _news(self, line: Line, query: dict[str, str]) -> dict[str, Any]:
        after, wait = int(query.get("after", "0")), float(query.get("wait", "0"))
        events = await self._lines.news(line, after, min(max(wait, 0), LONGEST_WAIT))
        return {**self._document(line), "events": [event.document() for event in events]}

    def _start_run(self, line: Line, body: dict[str, Any]) -> dict[str, Any]:
        run = self._lines.start_run(
            line, whole(body, "qos", 1), whole(body, "count", 40), with_id=body.get("with_id") is True
        )
        return {"run": run.plan.run}

    async def _publish(self, line: Line, body: dict[str, Any]) -> dict[str, Any]:
        payload, qos = body.get("payload"), whole(body, "qos", 1)
        if not isinstance(payload, str) or qos not in (0, 1):
            raise ValueError("`payload` is a text, and `qos` 0 or 1")
        return {"acknowledged": await self._lines.publish(line, payload.encode(errors="replace"), qos)}

    def _line(self, name: str) -> Line:
        try:
            return self._lines.get(name)
        except KeyError:
            raise RefusedError(404, f"there is no line {name}") from None

    def _document(self, line: Line) -> dict[str, Any]:
        return line.document(self._ws_port, tls=self._tls)


def rules_in(body: dict[str, Any]) -> list[Rule] | None:
    """The rules of a request; None when it names none. Raises RuleError."""
    texts = body.get("rules")
    if texts is None:
        return None
    if not isinstance(texts, list) or len(texts) > MAX_RULES or not all(isinstance(text, str) for text in texts):
        raise RuleError(f"`rules` is a list of at most {MAX_RULES} texts")
    return [Rule.parse(text) for text in texts]


def whole(body: dict[str, Any], key: str, default: int) -> int:
    """The whole number under a key, which JSON may also write as `1.0`. Raises ValueError."""
    value = body.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError(f"`{key}` takes a whole number")
    return int(value)


async def read_request(reader: asyncio.StreamReader) -> Request:
    """Read one request. Raises ValueError, EOFError, asyncio.LimitOverrunError."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _version = head[0].split(" ", 2)
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    size = int(fields.get("content-length", "0"))
    if not 0 <= size <= MAX_BODY:
        raise ValueError(f"a body has at most {MAX_BODY} bytes")
    body = json.loads(await reader.readexactly(size) or b"{}")
    if not isinstance(body, dict):
        raise ValueError("the body is no JSON object")
    parts = urlsplit(target)
    path = tuple(unquote(part) for part in parts.path.strip("/").split("/"))
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return Request(method, path, query, body, fields.get("authorization", "").removeprefix("Bearer "))


def encode(status: int, document: dict[str, Any]) -> bytes:
    """An answer as it is sent."""
    body = json.dumps(document, ensure_ascii=False).encode()
    head = f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"Connection: close\r\n\r\n" + body
