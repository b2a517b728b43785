"""The sketches: what their files share, what the compiler says without a configuration, and how they read JSON."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.board import ESP32, PUBSUBCLIENT, BoardKind
from tests.support.sketch import SKETCHES, run_compiler

SHARED = ("lab_json.h", "lab_record.h", "lab_console.h", "lab_config.example.h")

sketches = pytest.mark.parametrize("kind", [ESP32, PUBSUBCLIENT], ids=lambda kind: kind.name)


@pytest.mark.parametrize("name", SHARED)
def test_both_sketches_have_the_same_files(name: str) -> None:
    """An Arduino sketch is one folder, so each has its own copy."""
    assert (SKETCHES / "lab_device" / name).read_bytes() == (SKETCHES / "lab_pubsubclient" / name).read_bytes()


def copied(kind: BoardKind, folder: Path, *, config: bool) -> Path:
    """The sketch as a student has it: with the example as its configuration, or without one."""
    for path in kind.main_file.parent.iterdir():
        if path.name != "lab_config.h":
            (folder / path.name).write_bytes(path.read_bytes())
    if config:
        (folder / "lab_config.h").write_bytes((folder / "lab_config.example.h").read_bytes())
    return folder / kind.main_file.name


@sketches
def test_with_the_example_as_its_configuration_a_sketch_compiles_without_a_warning(
    kind: BoardKind, tmp_path: Path
) -> None:
    run_compiler("-fsyntax-only", "-include", "Arduino.h", "-x", "c++", str(copied(kind, tmp_path, config=True)))


@sketches
def test_without_a_configuration_the_compiler_says_what_to_do(kind: BoardKind, tmp_path: Path) -> None:
    source = copied(kind, tmp_path, config=False)
    with pytest.raises(AssertionError, match=r"Copy lab_config.example.h to lab_config.h, .* / Copie"):
        run_compiler("-fsyntax-only", "-include", "Arduino.h", "-x", "c++", str(source))


@sketches
def test_a_sketch_takes_no_memory_from_the_heap(kind: BoardKind) -> None:
    for path in kind.main_file.parent.iterdir():
        code = re.sub(r"//.*|(?s:/\*.*?\*/)", "", path.read_text(encoding="utf-8"))
        assert re.findall(r"\b(?:String|malloc|new|strdup)\b", code) == []


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that reads a key of JSON objects with the sketches' reader."""
    program = tmp_path_factory.mktemp("json") / "reader"
    source = Path(__file__).with_name("json_reader.cpp")
    run_compiler(f"-I{SKETCHES / 'lab_device'}", "-fsanitize=address,undefined", str(source), "-o", str(program))
    return program


def read(program: Path, documents: list[bytes]) -> list[list[bytes]]:
    """What the sketches' reader finds under `text` and `seq` in each document, and how it writes the text again."""
    sent = b"".join(len(document).to_bytes(4, "little") + document for document in documents)
    done = subprocess.run([program], input=sent, capture_output=True, check=True)
    return [line.split(b"\t") for line in done.stdout.split(b"\n")[:-1]]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.fixed_dictionaries(
    {"before": VALUES, "seq": st.integers(0, 2**63), "data": VALUES, "text": TEXTS, "after": VALUES}
)


@settings(max_examples=5)  # of a hundred documents each: a program is started for each example
@given(st.lists(DOCUMENTS, min_size=100, max_size=100), st.booleans())
def test_a_sketch_reads_what_any_json_says(reader: Path, documents: list[dict[str, object]], is_ascii: bool) -> None:
    found = read(reader, [json.dumps(document, ensure_ascii=is_ascii).encode() for document in documents])
    for document, (text, seq, quoted) in zip(documents, found, strict=True):
        assert bytes.fromhex(text.decode()).decode() == document["text"]
        assert int(seq) == document["seq"]
        assert json.loads(bytes.fromhex(quoted.decode())) == document["text"]


@settings(max_examples=5)
@given(
    st.lists(
        st.binary(max_size=60) | DOCUMENTS.map(json.dumps).map(str.encode).map(lambda t: t[: len(t) // 2]),
        min_size=200,
        max_size=200,
    )
)
def test_what_is_no_json_is_read_within_its_bounds(reader: Path, documents: list[bytes]) -> None:
    assert len(read(reader, documents)) == len(documents)
