"""web.http.error_texts: what the page of an error says."""

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from tests.support.services import ROOT
from web.http.error_texts import error_text
from web.http.problems import STATUS


@pytest.mark.parametrize(
    ("reason", "status"),
    [*STATUS.items(), *(("http", status) for status in (400, 401, 403, 404, 405, 409, 413, 414, 415, 429, 500, 503))],
)
def test_each_error_is_explained_in_the_readers_language(reason: str, status: int) -> None:
    app = Flask("web")
    Babel(app, default_translation_directories=str(ROOT / "web" / "translations"))
    with app.test_request_context():
        with force_locale("en"):
            english = error_text(reason, status)
        with force_locale("pt_BR"):
            portuguese = error_text(reason, status)
    assert all(english)
    assert all(portuguese)
    assert not {*english} & {*portuguese}
