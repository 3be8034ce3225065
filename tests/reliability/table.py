"""The one table of faults: what happens on the wire, and the one thing that becomes of a call of each safety.

`tests/reliability/test_faults.py` holds the client to it; `python -m tests.reliability.table` writes it down as
`docs/reliability.md`.
"""

from pathlib import Path
from typing import Literal

import attrs

from sinch_provisioning import errors
from sinch_provisioning.core.operation import Safety
from sinch_provisioning.operations import OPERATIONS
from tests.net import scripts as wire
from tests.net.scripts import BODY, HTML, error, framed, head, redirect, sends
from tests.net.wire import SENDER, Script, answer, says
from tests.reliability.guarantees import GUARANTEES

ATTEMPTS = 3
"""Attempts that the client of the tests makes at most; four by default."""

Place = Literal["answer", "head", "connection", "token", "address"]


@attrs.frozen
class Fate:
    """What becomes of a call while the fault lasts."""

    error: type[errors.ProvisioningError] | None
    """None: the call goes through."""
    requests: int
    """How often the call is tried."""
    sent: bool | None = None
    """`.sent` of the error, if it has one."""

    @property
    def again(self) -> bool:
        """Whether another attempt is made, so that the call goes through if the fault does not last."""
        return self.requests == ATTEMPTS

    def __str__(self) -> str:
        if self.error is None:
            return "goes through" if self.requests == 1 else "goes through, with a new token"
        name = f"`{self.error.__name__}`"
        sent = "" if self.sent is None else f", sent: {'maybe' if self.sent else 'no'}"
        how = "again, then " if self.again else "a new token, then " if self.requests == 2 else ""
        return f"{how}{name}{sent}"


@attrs.frozen
class Row:
    """A fault, and what becomes of calls."""

    name: str
    what: str
    script: Script | None
    safe: Fate
    idempotent: Fate
    once: Fate
    place: Place = attrs.field(default="answer", kw_only=True)
    """Where the script has its turn: instead of the answer, at the head of the request, at the start of the connection,
    at the token endpoint; or the address is one where nobody answers."""
    warm: bool = attrs.field(default=False, kw_only=True)
    """Whether a good request went over the same connection before."""
    once_only: bool = attrs.field(default=False, kw_only=True)
    """Whether the fault strikes only once."""
    unseen: bool = attrs.field(default=False, kw_only=True)
    """Whether the server has not even read the head of a request, though the client cannot know."""
    waits: tuple[float, float] | None = attrs.field(default=None, kw_only=True)
    """Between how many seconds and how many the first wait lasts, where the answer says so."""
    timeout: float = attrs.field(default=5.0, kw_only=True)
    max_body: int = attrs.field(default=100_000, kw_only=True)

    def fate(self, safety: Safety) -> Fate:
        """Return what becomes of a call."""
        return {Safety.SAFE: self.safe, Safety.IDEMPOTENT: self.idempotent, Safety.ONCE: self.once}[safety]


def through(requests: int = 1) -> tuple[Fate, Fate, Fate]:
    """Nothing is amiss."""
    return (Fate(None, requests),) * 3


def everywhere(
    kind: type[errors.ProvisioningError], requests: int = 1, *, sent: bool | None = None
) -> tuple[Fate, Fate, Fate]:
    """The same for all."""
    return (Fate(kind, requests, sent),) * 3


def doubtful(kind: type[errors.ProvisioningError], *, sent: bool | None = None) -> tuple[Fate, Fate, Fate]:
    """The service may have done its part: who can be repeated is repeated, but nothing is done twice."""
    return Fate(kind, ATTEMPTS, sent), Fate(kind, ATTEMPTS, sent), Fate(kind, 1, sent)


LOST = doubtful(errors.ConnectionLost, sent=True)
CUT = doubtful(errors.IncompleteAnswer, sent=True)
LATE = doubtful(errors.TimedOut, sent=True)
NEVER_LEFT = everywhere(errors.ConnectFailed, ATTEMPTS, sent=False)
GARBAGE = everywhere(errors.DecodeError)
NO_TOKEN = everywhere(errors.DecodeError, ATTEMPTS)
REDIRECTED = everywhere(errors.ApiError)
LIMITED = everywhere(errors.RateLimited, ATTEMPTS)
SHORT = 0.05

ROWS: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (
        "No connection",
        (
            Row("refused", "nothing listens at the address", None, *NEVER_LEFT, place="address"),
            Row(
                "no handshake",
                "the connection is never accepted",
                None,
                *everywhere(errors.TimedOut, ATTEMPTS, sent=False),
                place="address",
                timeout=SHORT,
            ),
            Row("closed on accept", "closed before a byte is read", wire.close, *LOST, place="connection", unseen=True),
            Row("reset on accept", "reset before a byte is read", wire.reset, *LOST, place="connection", unseen=True),
        ),
    ),
    (
        "Within the request",
        (
            Row("reset in the request", "reset between the head and the body", wire.reset, *LOST, place="head"),
            Row("closed in the request", "closed between the head and the body", wire.close, *LOST, place="head"),
            Row("deaf", "the request is never read", wire.deaf, *LATE, place="head", timeout=SHORT),
        ),
    ),
    (
        "Before the answer",
        (
            Row("reset before the answer", "the request is taken, then the connection reset", wire.reset, *LOST),
            Row("closed before the answer", "the request is taken, then the connection closed", wire.close, *LOST),
            Row("half-closed", "the server says that it will say no more, and listens on", wire.half_close, *LOST),
            Row("silent", "no answer", wire.stall, *LATE, timeout=SHORT),
            Row(
                "silent after 100",
                "only `100 Continue`",
                sends(head(status="100 Continue"), then=wire.stall),
                *LATE,
                timeout=SHORT,
            ),
            Row(
                "reset of a kept connection",
                "an earlier answer was good, the next request breaks the connection",
                wire.reset,
                *LOST,
                warm=True,
            ),
            Row(
                "close of a kept connection",
                "an earlier answer was good, the next request closes the connection",
                wire.close,
                *LOST,
                warm=True,
            ),
        ),
    ),
    (
        "Within the answer's head",
        (
            Row(
                "reset in the head",
                "half a head, then a reset",
                sends(b"HTTP/1.1 200 OK\r\nConte", then=wire.reset),
                *LOST,
            ),
            Row(
                "closed in the head",
                "half a head, then closed",
                sends(b"HTTP/1.1 200 OK\r\nConte", then=wire.close),
                *LOST,
            ),
            Row(
                "silent in the head",
                "half a head, then nothing",
                sends(b"HTTP/1.1 200 OK\r\nConte", then=wire.stall),
                *LATE,
                timeout=SHORT,
            ),
            Row(
                "slow head",
                "the head byte after byte, too slowly",
                wire.drips(answer(SENDER), 0.02),
                *LATE,
                timeout=SHORT,
            ),
            Row("another protocol", "no HTTP at all", sends(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", then=wire.close), *LOST),
            Row("long line", "a header of 20,000 bytes", sends(head("X-A: " + "a" * 20_000) + BODY), *LOST),
            Row("many headers", "1,000 headers", sends(head(*(f"X-{i}: a" for i in range(1000)))), *LOST),
            Row("two lengths", "two different Content-Lengths", sends(framed(BODY, "Content-Length: 7")), *LOST),
            Row("no number as length", "Content-Length: many", sends(head("Content-Length: many") + BODY), *LOST),
            Row("negative length", "Content-Length: -5", sends(head("Content-Length: -5") + BODY), *LOST),
            Row(
                "length and chunks",
                "Content-Length beside chunks: two ideas of where the answer ends",
                sends(framed(wire.chunked(BODY), "Transfer-Encoding: chunked", length=5)),
                *LOST,
            ),
        ),
    ),
    (
        "Within the answer's body",
        (
            Row(
                "reset in the body",
                "half a body, then a reset",
                sends(framed(BODY[:40], length=len(BODY)), then=wire.reset),
                *CUT,
            ),
            Row(
                "closed in the body",
                "half a body, then closed",
                sends(framed(BODY[:40], length=len(BODY)), then=wire.close),
                *CUT,
            ),
            Row(
                "silent in the body",
                "half a body, then nothing",
                sends(framed(BODY[:40], length=len(BODY)), then=wire.stall),
                *LATE,
                timeout=SHORT,
            ),
            Row(
                "slow body",
                "the body byte after byte, too slowly",
                sends(framed(b"", length=len(BODY)), then=wire.drips(BODY, 0.02)),
                *LATE,
                timeout=SHORT,
            ),
            Row(
                "slow but in time",
                "the body byte after byte",
                sends(framed(b"", length=len(BODY)), then=wire.drips(BODY, 0.0)),
                *through(),
            ),
            Row(
                "short",
                "Content-Length promises more than comes",
                sends(framed(BODY, length=len(BODY) + 1), then=wire.close),
                *CUT,
            ),
            Row(
                "closed in a chunk",
                "half a chunk, then closed",
                sends(head("Transfer-Encoding: chunked") + wire.chunked(BODY)[:40], then=wire.close),
                *CUT,
            ),
            Row(
                "no last chunk",
                "all chunks but the last, then closed",
                sends(head("Transfer-Encoding: chunked") + wire.chunked(BODY)[:-5], then=wire.close),
                *CUT,
            ),
            Row(
                "bad chunk size",
                "a chunk of the size zz",
                sends(head("Transfer-Encoding: chunked") + b'5\r\n{"id"\r\nzz\r\n', then=wire.close),
                *LOST,
            ),
            Row(
                "bad gzip",
                "Content-Encoding: gzip before what is none",
                sends(framed(b"not gzip!", "Content-Encoding: gzip")),
                *CUT,
            ),
            Row(
                "half a gzip",
                "a gzip body that ends too early",
                sends(framed(wire.zipped()[:-12], "Content-Encoding: gzip")),
                *GARBAGE,
            ),
            Row(
                "end by closing",
                "no length; the end of the connection ends the body",
                sends(head("Connection: close") + BODY, then=wire.close),
                *through(),
            ),
            Row("gzip", "a good gzip body", sends(framed(wire.zipped(), "Content-Encoding: gzip")), *through()),
            Row(
                "surplus",
                "a second response in the same segment as the first; it is never the response to the next request",
                sends(framed(BODY) + framed(b'{"id":"evil"}')),
                *through(),
            ),
            Row("too large", "a body larger than `Config.max_body`", says(body=b"[" + b"1," * 60_000), *GARBAGE),
            Row(
                "bomb",
                "20 kB of gzip that unpack to 20 MB",
                sends(framed(wire.bomb(20), "Content-Encoding: gzip")),
                *GARBAGE,
            ),
        ),
    ),
    (
        "Answers that are no answers",
        (
            Row(
                "page with 200",
                "a proxy's page under status 200",
                sends(framed(HTML, "Content-Type: text/html")),
                *GARBAGE,
            ),
            Row("empty", "status 200 without a body", says(None), *GARBAGE),
            Row("other shape", "JSON that is not the operation's", says([1, 2]), *GARBAGE),
            Row("other encoding", "UTF-16", says(body=BODY.decode().encode("utf-16")), *GARBAGE),
            Row("deep", "100,000 brackets", says(body=b"[" * 50_000 + b"]" * 50_000), *GARBAGE),
            Row(
                "other content type",
                "good JSON as text/plain",
                sends(framed(BODY, "Content-Type: text/plain")),
                *through(),
            ),
            Row(
                "100 and 103",
                "`100 Continue` and `103 Early Hints` before the answer",
                sends(head(status="100 Continue") + head("Link: </x>", status="103 Early Hints") + answer(SENDER)),
                *through(),
            ),
            Row(
                "101",
                "a switch of protocols that was not asked for",
                sends(head("Upgrade: x", "Connection: upgrade", status="101 Switching"), then=wire.close),
                *everywhere(errors.ApiError),
            ),
            Row(
                "last answer of a connection",
                "Connection: close",
                sends(framed(BODY, "Connection: close"), then=wire.close),
                *through(),
            ),
        ),
    ),
    (
        "Redirects, none of which is followed",
        (
            Row("redirect to the same host", "307 to another path", redirect(307, "/v1/elsewhere"), *REDIRECTED),
            Row("redirect to another host", "302 to another host", redirect(302, "http://127.0.0.2:1/x"), *REDIRECTED),
            Row("redirect in circles", "308 to itself", redirect(308, "/v1/projects/p1/rcs/senders/s1"), *REDIRECTED),
            Row("redirect to plain http", "301 to http", redirect(301, "http://provisioning.example/"), *REDIRECTED),
            Row("redirect to nowhere", "303 without a place", redirect(303, None), *REDIRECTED),
        ),
    ),
    (
        "Refusals and failures",
        (
            Row("400", "what was sent is refused", error(400, "invalid_input"), *everywhere(errors.BadRequest)),
            Row("403", "it is not for this project", error(403, "forbidden"), *everywhere(errors.Forbidden)),
            Row("404", "it is not there", error(404, "sender_not_found"), *everywhere(errors.NotFound)),
            Row("409", "the state does not allow it", error(409, "account_exists"), *everywhere(errors.Conflict)),
            Row(
                "412",
                "data is missing",
                error(412, "launch_precondition_failed"),
                *everywhere(errors.PreconditionFailed),
            ),
            Row(
                "424", "a limit is reached", error(424, "template_limit_reached"), *everywhere(errors.FailedDependency)
            ),
            Row(
                "500",
                "the service failed",
                error(500),
                Fate(errors.ServerError, ATTEMPTS),
                Fate(errors.ServerError, 1),
                Fate(errors.ServerError, 1),
            ),
            Row(
                "500 for people",
                "a person has to log in at Meta",
                error(500, "log_in_facebook_required"),
                *everywhere(errors.ServerError),
            ),
            Row("501", "not implemented", error(501), *everywhere(errors.ServerError)),
            Row(
                "502 page",
                "a gateway's page",
                sends(head("Content-Type: text/html", f"Content-Length: {len(HTML)}", status="502 Bad") + HTML),
                *doubtful(errors.ServerError),
            ),
            Row("503", "unavailable", error(503), *doubtful(errors.ServerError)),
            Row(
                "503 with seconds",
                "unavailable for 7 seconds",
                error(503, Retry_After="7"),
                *doubtful(errors.ServerError),
                waits=(7, 7.5),
            ),
            Row("504", "a gateway gave up", error(504), *doubtful(errors.ServerError)),
            Row(
                "strange status",
                "status 777",
                sends(head("Content-Length: 0", status="777 What")),
                *everywhere(errors.ServerError),
            ),
        ),
    ),
    (
        "Limits",
        (
            Row("429", "too many requests", error(429, "too_many_requests"), *LIMITED, waits=(0, 0.5)),
            Row("429 with seconds", "Retry-After: 3", error(429, Retry_After="3"), *LIMITED, waits=(3, 3.5)),
            Row(
                "429 with a date",
                "Retry-After: a date in 20 seconds",
                error(429, Retry_After="Tue, 14 Nov 2023 22:30:20 GMT"),
                *LIMITED,
                waits=(20, 20.5),
            ),
            Row(
                "429 with a date gone by",
                "Retry-After: a date that has passed",
                error(429, Retry_After="Fri, 31 Dec 1999 23:59:59 GMT"),
                *LIMITED,
                waits=(0, 0.5),
            ),
            Row(
                "429 with a long wait",
                "Retry-After: 3600, longer than anybody wants to wait",
                error(429, Retry_After="3600"),
                *everywhere(errors.RateLimited),
            ),
            Row(
                "429 with an absurd wait",
                "Retry-After: a number of 400 digits",
                error(429, Retry_After="9" * 400),
                *everywhere(errors.RateLimited),
            ),
            Row(
                "429 with a negative wait",
                "Retry-After: -5, which is nonsense",
                error(429, Retry_After="-5"),
                *LIMITED,
                waits=(0, 0.5),
            ),
            Row(
                "429 with a fraction",
                "Retry-After: 2.5, which the standard does not allow: rounded up",
                error(429, Retry_After="2.5"),
                *LIMITED,
                waits=(3, 3.5),
            ),
            Row(
                "429 with an exponent",
                "Retry-After: 1e+06, which is nonsense",
                error(429, Retry_After="1e+06"),
                *LIMITED,
                waits=(0, 0.5),
            ),
            Row("429 with nonsense", "Retry-After: soon", error(429, Retry_After="soon"), *LIMITED, waits=(0, 0.5)),
            Row(
                "429 for good",
                "`sender-already-registered`, which no waiting mends",
                error(429, "sender-already-registered"),
                *everywhere(errors.RateLimited),
            ),
        ),
    ),
    (
        "Credentials",
        (
            Row("401 once", "the token is spent", error(401, "unauthorized_error"), *through(2), once_only=True),
            Row(
                "401",
                "the credentials are refused for ever",
                error(401, "unauthorized_error"),
                *everywhere(errors.Unauthorized, 2),
            ),
        ),
    ),
    (
        "The token endpoint, before the call is sent",
        (
            Row(
                "token: reset",
                "the connection is reset",
                wire.reset,
                *everywhere(errors.ConnectionLost, ATTEMPTS, sent=False),
                place="token",
            ),
            Row(
                "token: silent",
                "no answer",
                wire.stall,
                *everywhere(errors.TimedOut, ATTEMPTS, sent=False),
                place="token",
                timeout=0.3,
            ),
            Row(
                "token: cut",
                "half an answer",
                sends(framed(b'{"access_token": "t1', length=99), then=wire.close),
                *everywhere(errors.IncompleteAnswer, ATTEMPTS, sent=False),
                place="token",
            ),
            Row(
                "token: 429",
                "limited, as documented, without Retry-After",
                says({"error": "slow_down"}, 429),
                *LIMITED,
                place="token",
                waits=(0, 0.5),
            ),
            Row("token: 503", "down", says(None, 503), *everywhere(errors.ServerError, ATTEMPTS), place="token"),
            Row(
                "token: wrong key",
                "the key is refused",
                says({"error": "invalid_client"}, 401),
                *everywhere(errors.Unauthorized),
                place="token",
            ),
            Row("token: page", "a page under status 200", sends(framed(HTML)), *NO_TOKEN, place="token"),
            Row("token: nothing in it", "JSON without a token", says({"expires_in": 3600}), *NO_TOKEN, place="token"),
            Row(
                "token: not bearer",
                "a token of another kind",
                says({"access_token": "t", "token_type": "mac"}),
                *NO_TOKEN,
                place="token",
            ),
            Row(
                "token: header in it",
                "a token that would break out of its header",
                says({"access_token": "t\r\nX-Evil: 1", "token_type": "Bearer"}),
                *NO_TOKEN,
                place="token",
            ),
            Row(
                "token: redirect",
                "a redirect, which is not followed",
                redirect(307, "http://127.0.0.2:1/"),
                *REDIRECTED,
                place="token",
            ),
        ),
    ),
)


OPENING = """# Reliability

<!-- Made by `python -m tests.reliability.table` from the tables that the tests run; tests/reliability/test_table.py
     fails if it is not current. Change the tables, not this page. -->

What becomes of a call when the wire does its worst. There are three kinds of operations:

- **SAFE** ones only read;
- **IDEMPOTENT** ones do the same when they are done twice;
- **ONCE** ones do something more each time: a second resource, another message to a person. They are sent again only if
  they provably never left, or were refused with 429 or 401 before anything was done.

"Again" means up to `RetryPolicy.attempts` times (4 by default), with waits of up to `wait_initial` seconds that
double up to `wait_max`, at random, or as long as `Retry-After` says; if the fault passes, the call goes through.
"Sent" is the error's `.sent`: whether the service may have acted on the call. Everything happens over raw sockets
in the tests, against a server that shares no code with the client.
"""

FAULTS = """
## Faults

Each row is two tests: `tests/reliability/test_faults.py::test_each_fault_has_its_one_outcome[NAME-KIND]`, while the
fault lasts, and `::test_a_fault_that_passes_is_got_over[NAME-KIND]`, if it strikes once. KIND is `safe`,
`idempotent` or `once`.
"""

CLOSING = """
## For longer

`python -m tests.soak --minutes 30` runs both clients against a server that does 3 of 10 requests some harm, and
holds what callers were told against the server's own ledger; `python -m tests.soak --requests 100000` does so until
the server has seen so many. `python -m tests.reliability` sends 12,000 ONCE calls under 13 faults, and fleets of 2,000
calls into an outage: nothing is done twice, and an outage sees at most 2,200 requests.
`python -m tests.fuzz --executions 1000000` bends good data and feeds it to the readers of foreign data: responses,
page tokens that lead in circles, bytes after a response on a kept connection, badly framed responses of the token
endpoint; and what callers send, such as numbers that are not finite. It uses all processors. The
threat model is in [Security](security.md).
"""


def page() -> str:
    """Return the document."""
    lines = [OPENING, "## Which operation is which\n"]
    for safety in Safety:
        ids = sorted(operation.id for operation in OPERATIONS.values() if operation.safety is safety)
        lines.append(f"- **{safety.name}** ({len(ids)}): {', '.join(f'`{id}`' for id in ids)}")
    lines.append(FAULTS)
    for title, rows in ROWS:
        lines += [
            f"### {title}\n",
            "| name | what happens | SAFE | IDEMPOTENT | ONCE |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [f"| {row.name} | {row.what} | {row.safe} | {row.idempotent} | {row.once} |" for row in rows]
        lines.append("")
    lines.append("## Promises\n")
    for title, promises in GUARANTEES:
        lines += [f"### {title}\n", "| promise | test, in tests/ |", "| --- | --- |"]
        lines += [f"| {promise} | `{test}` |" for promise, test in promises]
        lines.append("")
    return "\n".join(lines) + CLOSING


PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"

if __name__ == "__main__":
    PAGE.write_text(page())
