"""A web of its own, whose lessons write below a folder of the test."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from chat.settings import Settings
from web.app import create_app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "lessons"


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> FlaskClient:
    return create_app(Settings(data=folder.parent, logs=tmp_path / "logs", lang="en")).app.test_client()
