"""web.lessons: what each stage does, what it does with hostile input, and that the page shows the code that runs."""

import inspect
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bridge.recorder import Recorder
from tests.support.services import ROOT
from web.lessons import stage1, stage2, text_file
from web.lessons.source import function_source

FORGED = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1e", "\x85", "\u2028", "\u2029"]
ROLES = ["usuario", "atendente"]
STAGES = [1, 2]


def path(stage: int, role: str) -> str:
    return f"/lessons/{stage}/{role}"


def send(client: FlaskClient, stage: int, role: str, text: str) -> TestResponse:
    return client.post(path(stage, role), data={"text": text})


def log_of(client: FlaskClient, stage: int, role: str) -> list[str]:
    """The lines that a client's page shows, without their times."""
    page = client.get(path(stage, role)).text
    return [unescape(line)[20:] for line in re.findall(r"<li dir=\"auto\">(.*?)</li>", page, re.DOTALL)]


def listings(client: FlaskClient) -> list[str]:
    """Every block of code on the page of the lessons."""
    page = client.get("/lessons/").text
    found = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    return [unescape(re.sub(r"</?span[^>]*>", "", code)) for code in found]


def field_of(page: str) -> str:
    """What stands in the text field."""
    found = re.search(r'<input [^>]*value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def test_stage_1_shows_a_client_what_it_sent(client: FlaskClient) -> None:
    send(client, 1, "usuario", "Olá")
    assert log_of(client, 1, "usuario") == ["Olá"]


def test_stage_1_clients_do_not_hear_each_other(client: FlaskClient) -> None:
    send(client, 1, "usuario", "Olá")
    assert log_of(client, 1, "atendente") == []


def test_stage_1_keeps_a_file_for_each_client(client: FlaskClient, folder: Path) -> None:
    for role in ROLES:
        send(client, 1, role, f"I am {role}")
    texts = {file.name: file.read_text(encoding="utf-8")[20:] for file in folder.iterdir()}
    assert texts == {"usuario.log": "I am usuario\n", "atendente.log": "I am atendente\n"}


def test_stage_2_clients_hear_each_other(client: FlaskClient) -> None:
    send(client, 2, "usuario", "Olá")
    send(client, 2, "atendente", "Bom dia")
    conversation = ["usuario: Olá", "atendente: Bom dia"]
    assert [log_of(client, 2, role) for role in ROLES] == [conversation, conversation]


def test_stage_2_keeps_one_file(client: FlaskClient, folder: Path) -> None:
    for role in ROLES:
        send(client, 2, role, "hello")
    assert [file.name for file in folder.iterdir()] == ["chat.log"]


def test_stages_do_not_hear_each_other(client: FlaskClient) -> None:
    send(client, 1, "usuario", "one")
    send(client, 2, "usuario", "two")
    assert [log_of(client, stage, "usuario") for stage in STAGES] == [["one"], ["usuario: two"]]


def test_a_line_in_the_file_begins_with_its_time(client: FlaskClient, folder: Path) -> None:
    send(client, 2, "usuario", "Olá")
    line = (folder / "chat.log").read_bytes().decode("utf-8")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d usuario: Olá\n", line)


@pytest.mark.parametrize("text", ["", " ", "\t\r\n"])
def test_stage_2_with_an_empty_text_refreshes_and_writes_nothing(client: FlaskClient, folder: Path, text: str) -> None:
    send(client, 2, "usuario", "Olá")
    before = (folder / "chat.log").read_bytes()
    answer = client.post(path(2, "atendente"), data={"text": text}, follow_redirects=True)
    assert "usuario: Olá" in answer.text
    assert (folder / "chat.log").read_bytes() == before


def test_stage_1_with_an_empty_text_writes_nothing(client: FlaskClient, folder: Path) -> None:
    send(client, 1, "usuario", " ")
    assert not folder.exists()


@pytest.mark.parametrize("stage", STAGES)
def test_sending_is_answered_with_a_redirect_so_that_reloading_sends_nothing(client: FlaskClient, stage: int) -> None:
    answer = send(client, stage, "usuario", "Olá")
    assert (answer.status_code, answer.location) == (303, path(stage, "usuario"))


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", ["lab", "Usuario", "usuario.log", "..%2Fusuario", "%00", ""])
def test_other_roles_are_not_found(client: FlaskClient, stage: int, role: str) -> None:
    assert client.post(path(stage, role), data={"text": "x"}).status_code in (400, 404)


@pytest.mark.parametrize("stage", STAGES)
def test_html_is_shown_and_not_obeyed(client: FlaskClient, stage: int) -> None:
    send(client, stage, "usuario", "<script>alert('&amp;')</script>")
    assert "<script>alert" not in client.get(path(stage, "usuario")).text
    assert log_of(client, stage, "usuario")[0].endswith("<script>alert('&amp;')</script>")


@pytest.mark.parametrize("line_break", FORGED, ids=ascii)
def test_nobody_forges_a_line_of_another(client: FlaskClient, line_break: str) -> None:
    send(client, 2, "usuario", f"Olá{line_break}2026-11-22 16:48:00 atendente: me too")
    assert len(log_of(client, 2, "usuario")) == 1


def test_line_breaks_become_spaces(client: FlaskClient) -> None:
    send(client, 1, "usuario", "one\ntwo\nthree")
    assert log_of(client, 1, "usuario") == ["one two three"]


@pytest.mark.parametrize("control", ["\0", "\x1b[2J", "\x7f", "\x9b"], ids=ascii)
def test_no_control_character_gets_into_the_file(client: FlaskClient, folder: Path, control: str) -> None:
    send(client, 2, "usuario", f"a{control}b")
    text = (folder / "chat.log").read_text(encoding="utf-8")
    assert control[0] not in text
    assert "usuario: a " in text


def test_bytes_that_are_no_utf_8_do_not_break_the_log(client: FlaskClient, folder: Path) -> None:
    answer = client.post(
        path(2, "usuario"), data=b"text=a%FFb%ED%A0%80", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 303
    (folder / "chat.log").read_bytes().decode("utf-8")


@pytest.mark.parametrize("body", [b"text=a\xffb", b"", b"other=x"])
def test_a_form_without_a_readable_text_is_refused(client: FlaskClient, folder: Path, body: bytes) -> None:
    answer = client.post(path(2, "usuario"), data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert not folder.exists()


def test_letters_of_any_script_come_back_as_they_were(client: FlaskClient) -> None:
    send(client, 1, "usuario", "ação 日本語 שלום 👩‍🔬")
    assert log_of(client, 1, "usuario") == ["ação 日本語 שלום 👩‍🔬"]


@pytest.mark.parametrize("stage", STAGES)
def test_the_longest_text_is_sent(client: FlaskClient, stage: int) -> None:
    send(client, stage, "usuario", "ã" * text_file.MAX_TEXT)
    assert log_of(client, stage, "usuario")[0].endswith("ã" * text_file.MAX_TEXT)


@pytest.mark.parametrize("size", [text_file.MAX_TEXT + 1, 10_240])
@pytest.mark.parametrize("stage", STAGES)
def test_a_longer_text_is_refused_and_stays_in_the_form(client: FlaskClient, stage: int, size: int) -> None:
    answer = send(client, stage, "usuario", "ã" * size)
    assert answer.status_code == 422
    assert "at most 2000 characters" in answer.text
    assert field_of(answer.text) == "ã" * size


def test_a_refused_text_is_not_written(client: FlaskClient, folder: Path) -> None:
    send(client, 2, "usuario", "x" * 10_240)
    assert not folder.exists()


def test_a_refused_text_is_escaped_in_the_form(client: FlaskClient) -> None:
    text = '"><script>' * 300
    answer = send(client, 1, "usuario", text)
    assert '<script>"' not in answer.text
    assert field_of(answer.text) == text


def test_a_huge_body_is_refused(client: FlaskClient) -> None:
    assert send(client, 1, "usuario", "x" * 3_000_000).status_code == 413


def test_the_last_lines_are_shown(client: FlaskClient, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "chat.log").write_text("".join(f"2026-11-22 16:48:00 {n}\n" for n in range(1000)), encoding="utf-8")
    assert log_of(client, 2, "usuario") == [str(n) for n in range(800, 1000)]


def test_a_full_file_takes_no_more_and_says_so(client: FlaskClient, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "chat.log").write_bytes(b"x" * text_file.MAX_FILE)
    answer = send(client, 2, "usuario", "one more")
    assert answer.status_code == 422
    assert "has reached 1024 KiB" in answer.text
    assert (folder / "chat.log").stat().st_size == text_file.MAX_FILE


def test_a_full_file_keeps_the_text_in_the_form(client: FlaskClient, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "chat.log").write_bytes(b"x" * text_file.MAX_FILE)
    assert field_of(send(client, 2, "usuario", "one more").text) == "one more"


def test_a_conversation_begins_anew_when_its_full_file_is_moved_away(client: FlaskClient, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "chat.log").write_bytes(b"x" * text_file.MAX_FILE)
    (folder / "chat.log").rename(folder / "full.log")
    send(client, 2, "usuario", "again")
    assert log_of(client, 2, "usuario") == ["usuario: again"]


def test_a_file_that_can_not_be_written_is_told(client: FlaskClient, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be", encoding="utf-8")
    answer = send(client, 2, "usuario", "hello")
    assert answer.status_code == 422
    assert "be written" in answer.text


def test_a_file_that_somebody_edited_in_another_encoding_is_shown(client: FlaskClient, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "chat.log").write_bytes("2026-11-22 16:48:00 usuario: Olá\n".encode("latin-1"))
    assert log_of(client, 2, "usuario") == ["usuario: Ol\ufffd"]


def test_writers_at_the_same_time_lose_no_line(folder: Path) -> None:
    file = folder / "chat.log"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: text_file.append_line(file, f"{n} " + "x" * 1000), range(400)))
    lines = file.read_text(encoding="utf-8").splitlines()
    assert sorted(int(line.split()[2]) for line in lines) == list(range(400))


@pytest.mark.parametrize(("stage", "name"), [(1, "usuario.log"), (2, "chat.log")])
def test_the_page_shows_where_the_file_is(client: FlaskClient, folder: Path, stage: int, name: str) -> None:
    assert f"<code>{folder / name}</code>" in client.get(path(stage, "usuario")).text


@pytest.mark.parametrize(("stage", "button"), [(1, "Send"), (2, "Send / Refresh")])
def test_a_client_has_one_labelled_field_and_one_button(client: FlaskClient, stage: int, button: str) -> None:
    page = client.get(path(stage, "usuario")).text
    assert re.findall(r'<input type="(\w+)" id="(\w+)"', page) == [("text", "text")]
    assert '<label for="text"' in page
    assert re.findall(r"<button [^>]*>(.*?)</button>", page) == [button]


def test_the_log_is_announced_as_one(client: FlaskClient) -> None:
    assert 'role="log" aria-label="Log" tabindex="0"' in client.get(path(2, "usuario")).text


@pytest.mark.parametrize("place", ["/lessons/", path(1, "usuario"), path(2, "atendente")])
def test_pages_have_one_main_heading(client: FlaskClient, place: str) -> None:
    assert client.get(place).text.count("<h1") == 1


@pytest.mark.parametrize("place", ["/lessons/", path(1, "usuario"), path(2, "usuario")])
def test_pages_have_no_inline_script_or_style(client: FlaskClient, place: str) -> None:
    page = client.get(place).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)


def test_the_lessons_lead_to_every_client_and_to_the_lab(client: FlaskClient) -> None:
    links = re.findall(r'href="([^"]+)"', client.get("/lessons/").text)
    assert {*(path(stage, role) for stage in STAGES for role in ROLES), "/"} <= set(links)


@pytest.mark.parametrize("function", [stage1.client, stage2.client, Recorder._commit])
def test_the_code_shown_is_the_very_code(client: FlaskClient, function: object) -> None:
    source = inspect.cleandoc("\n" + inspect.getsource(function))  # type: ignore[arg-type]
    assert source in listings(client)


@pytest.mark.parametrize("function", [text_file.one_line, text_file.append_line, text_file.last_lines])
def test_the_code_that_both_stages_share_is_shown(client: FlaskClient, function: object) -> None:
    assert any(inspect.getsource(function) in listing + "\n" for listing in listings(client))  # type: ignore[arg-type]


def test_the_changes_shown_are_the_lines_that_differ(client: FlaskClient) -> None:
    before, after = (inspect.getsource(stage.client).splitlines() for stage in (stage1, stage2))
    expected = {f"-{line}" for line in before if line not in after} | {
        f"+{line}" for line in after if line not in before
    }
    assert any(expected == {line for line in code.splitlines() if line[:1] in "+-"} for code in listings(client))


def test_code_that_is_not_there_is_an_error() -> None:
    with pytest.raises(LookupError, match="no function nowhere"):
        function_source("web/lessons/stage1.py", "nowhere")


def test_the_lessons_speak_portuguese(client: FlaskClient) -> None:
    page = client.get(f"{path(2, 'usuario')}?lang=pt-BR").text
    assert '<html lang="pt-BR">' in page
    assert ">Enviar/Atualizar</button>" in page


def test_every_sentence_of_the_lessons_is_translated() -> None:
    """`{% trans %}` blocks too, which only a real extraction finds."""
    with (ROOT / "web/translations/pt_BR/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = {message.id: message.string for message in read_po(file)}
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    found = {message for _, _, message, _, _ in extract_from_dir(ROOT / "web/lessons", method_map=methods)}
    assert len(found) > 40
    assert {message for message in found if not catalogue.get(message)} == set()
