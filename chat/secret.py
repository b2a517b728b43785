"""Codes that people type, passwords that programs store, and the hashes of passwords. Pure."""

import base64
import binascii
import hashlib
import hmac
import secrets

CLASS_CODE_LENGTH = 8
TEACHER_CODE_LENGTH = 12

# Without characters that look alike (0 O, 1 I L, 2 Z, 5 S, 8 B, U V) and without vowels, so that no code is a word.
_ALPHABET = "CDFGHJKMNPQRTWXY34679"
_PASSWORD_LENGTH = 20
"""Characters of a password, 88 bits: nobody can guess it, so its hash may be fast. Short enough to type for a board."""

# As mosquitto_passwd 2.0 makes it: PBKDF2 with SHA-512, 101 rounds, 12 bytes of salt.
_ROUNDS = 101
_SALT_BYTES = 12


def make_code(length: int) -> str:
    """A new random code of `length` characters, without dashes."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def is_code(text: str, length: int) -> bool:
    """Whether `text` has the form of a stored code: `length` characters, upper case, without dashes."""
    return len(text) == length and set(text) <= set(_ALPHABET)


def format_code(code: str) -> str:
    """A code in the form for people: `ABCD-EFGH`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def is_same_code(typed: str, code: str) -> bool:
    """Whether `typed` is `code`, in any case, with or without dashes and spaces. Compares in constant time."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    return hmac.compare_digest(plain.encode(), code.encode())


def make_password() -> str:
    """A new password of letters and digits, which need no quotes in a shell or a file."""
    return make_code(_PASSWORD_LENGTH).lower()


def hash_password(password: str) -> str:
    """The hash of a password, as in mosquitto's password file: `$7$rounds$salt$hash`, salt and hash in base64."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"$7${_ROUNDS}${_base64(salt)}${_base64(_derive(password, salt, _ROUNDS))}"


def is_password(password: str, hashed: str) -> bool:
    """Whether `hashed` is a hash of `password`. Compares in constant time. Raises ValueError for another form."""
    rounds, salt, expected = _parse(hashed)
    return hmac.compare_digest(_derive(password, salt, rounds), expected)


def check_hash(hashed: str) -> str:
    """Return `hashed` if it has the form `$7$rounds$salt$hash`. Raises ValueError."""
    _parse(hashed)
    return hashed


def _parse(hashed: str) -> tuple[int, bytes, bytes]:
    match hashed.split("$"):
        case ["", "7", rounds, salt, expected] if rounds.isascii() and rounds.isdigit() and 1 <= int(rounds) <= 10**6:
            try:
                return int(rounds), base64.b64decode(salt, validate=True), base64.b64decode(expected, validate=True)
            except binascii.Error:
                pass
    raise ValueError("a password's hash has the form $7$rounds$salt$hash")


def _derive(password: str, salt: bytes, rounds: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", password.encode("utf-8", "surrogatepass"), salt, rounds)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
