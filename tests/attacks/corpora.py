"""What attackers, broken programs and unlucky people send."""

import random

RAW_TOPICS: dict[str, bytes] = {
    "invalid UTF-8": b"chat/aula1/\xff\xfe",
    "an encoded surrogate": b"chat/aula1/\xed\xa0\x80",
    "overlong UTF-8": b"chat/aula1/\xc0\xaf",
    "NUL": b"chat/aula1/a\0b",
    "CR and LF": b"chat/aula1\r\nx/a",
    "an ANSI escape": b"chat/aula1/\x1b[2J",
    "U+2028": "chat/aula\u2028/a".encode(),
    "bidirectional overrides": "chat/aula\u202egnp.1/a".encode(),
    "a parent folder": b"chat/../a",
    "parent folders": b"chat/..%2f..%2fetc/passwd",
    "a backslash": b"chat/..\\..\\x/a",
    "a folder of ours": b"chat/.archive/a",
    "the lock": b"chat/.bridge.lock/a",
    "Windows' con": b"chat/con/a",
    "Windows' nul with an end": b"chat/nul.log/a",
    "Windows' com1 with a superscript": "chat/com\u00b9/a".encode(),
    "a stream of NTFS": b"chat/a::$DATA/x",
    "a dot at the end": b"chat/aula1./a",
    "a space at the end": b"chat/aula1 /a",
    "upper case": b"chat/AULA1/a",
    "a dotless i": "chat/aula\u0131/a".encode(),
    "composed in another way": "chat/a\u0301ula/a".encode(),
    "a level of 300 bytes": b"chat/" + b"s" * 300 + b"/a",
    "a role of 300 bytes": b"chat/aula1/" + b"r" * 300,
    "65,535 bytes": b"chat/" + b"x" * 65530,
    "too many levels": b"chat/" + b"/".join([b"a"] * 200),
    "empty levels": b"chat//",
    "nothing behind the tree": b"chat",
    "a wildcard": b"chat/+/a",
    "a shell": b"chat/$(reboot)/a",
    "a format string": b"chat/%s%n/a",
    "markup": b"chat/<script>alert(1)/a",
    "the lab's own role": b"chat/aula1/lab",
    "the bridge's own role": b"chat/aula1/BRIDGE",
    "a pulse": b"chat/pulse/bridge",
    "the canary": b"chat/lab/bridge",
}

PAYLOADS: dict[str, bytes] = {
    "empty": b"",
    "invalid UTF-8": b"\xff\xfe\xfa",
    "NUL": b"a\0b",
    "CR and LF": b'one\r\ntwo\n{"seq":999,"at":"x","role":"lab"}\n',
    "U+2028, U+2029, NEL": "a\u2028b\u2029c\u0085d".encode(),
    "bidirectional overrides": "abc\u202etxt.exe\u202c \u2067x\u2069".encode(),
    "ANSI escapes": b"\x1b]0;owned\x07\x1b[2J\x1b[31mred",
    "combining marks": ("Z" + "\u0300" * 5000).encode(),
    "a byte order mark": b'\xef\xbb\xbf{"text":"a"}',
    "deep JSON": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "deep arrays": b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "deep JSON that is not closed": b'{"a":' * 10_000,
    "a huge number": b'{"t":' + b"9" * 50_000 + b"}",
    "a huge exponent": b'{"t":1e999999999}',
    "a whole number beyond 64 bits": b'{"t":18446744073709551616}',
    "a tiny number": b'{"t":-1e-400}',
    "no numbers": b'{"t":NaN,"u":Infinity}',
    "duplicate keys": b'{"text":"a","text":"b","id":"1","id":"2"}',
    "many keys": b"{" + b",".join(b'"%d":1' % n for n in range(6000)) + b"}",
    "a lone surrogate": b'{"text":"\\ud800"}',
    "a lone surrogate as a key": b'{"\\udfff":1}',
    "an escaped NUL": b'{"text":"a\\u0000b","\\u0000":1}',
    "a seq of its own": b'{"seq":1,"at":"x","role":"lab","event":"gap","mid":9,"text":"a"}',
    "fields of other types": b'{"text":5,"id":{},"to":[],"sent_at":true}',
    "an id that is too long": b'{"text":"a","id":"' + b"i" * 65 + b'"}',
    "__proto__": b'{"__proto__":{"polluted":true},"constructor":1}',
    "a formula": b"=cmd|'/c calc'!A0",
    "markup": b"<img src=x onerror=alert(1)><script>alert(1)</script>",
    "JSON that is no object": b"[1,2,3]",
    "just beyond the limit": b"x" * 65_537,
    "a megabyte": b"x" * 1_000_000,
}

JSON_VALUES: list[object] = [
    None, True, 0, -1, 2**53, 2**70, 1.5, float("nan"), "", "a", "../..", "\ud800", "\0", "x" * 100_000, [], {}, [[]],
    {"session": {}}, {"$ne": 1}, {"__proto__": 1}, [1] * 1000,
]  # fmt: skip


def noise(seed: int, count: int, length: int) -> list[bytes]:
    """Random bytes, the same for the same seed."""
    made = random.Random(seed)
    return [made.randbytes(made.randrange(1, length)) for _ in range(count)]
