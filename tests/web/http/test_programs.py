"""/programs: the programs of boards, to download."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
import requests

from tests.support.services import Lab


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A page without a broker."""
    lab = Lab(tmp_path_factory.mktemp("programs"))
    lab.start_web()
    yield lab
    lab.stop()


def test_a_program_is_downloaded_as_an_archive(page: Lab) -> None:
    answer = requests.get(f"{page.url}/programs/lab_device.zip", timeout=10)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lab_device.zip"'
    with zipfile.ZipFile(BytesIO(answer.content)) as files:
        assert "lab_device/lab_device.ino" in files.namelist()


@pytest.mark.parametrize("name", ["other", "..%2fmain", "lab_device.ino"])
def test_nothing_else_is_there(page: Lab, name: str) -> None:
    assert requests.get(f"{page.url}/programs/{name}.zip", timeout=10).status_code == 404
