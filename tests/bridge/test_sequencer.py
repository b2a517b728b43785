"""bridge.sequencer: the short way of plain texts leads to the very same records as the long one."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.delivery import Delivery, Gap, Item, SessionLost
from tests.bridge.support import Desk

PAYLOADS = st.sampled_from(
    [
        b"Ola",
        b"ok",
        b"",
        b"\xff",
        b"x" * 1001,
        b'{"text":"a","id":"1"}',
        b'{"t":1}',
        b" {}",
        b"{",
        b'\xef\xbb\xbf{"t":1}',
        b'{"t":1}\0',
    ]
)
TOPICS = st.sampled_from(["chat/a/u", "chat/a/v", "chat/b/u", "chat/a/lab", "chat/a"])
ITEMS = st.builds(
    lambda topic, payload, mid, dup, retain: Delivery(1, topic, payload, mid, int(mid > 0), dup and mid > 0, retain),
    TOPICS,
    PAYLOADS,
    st.integers(0, 3),
    st.booleans(),
    st.booleans(),
) | st.sampled_from([SessionLost(is_gap=True), SessionLost(is_gap=False), Gap()])


def logged(folder: Path, items: list[Item], *, at_once: bool) -> list[bytes]:
    """Every line on the disk, after one batch, or after as many as there are items, where no way is short."""
    desk = Desk(folder)
    for batch in [items] if at_once else [[item] for item in items]:
        desk.recorder.process(batch)
    return [path.read_bytes() for path in sorted(folder.glob("*/*.log"), key=lambda path: path.parent.name)]


@settings(max_examples=60)
@given(st.lists(ITEMS, max_size=12))
def test_the_short_way_leads_to_the_same_records(items: list[Item]) -> None:
    with TemporaryDirectory() as folder:
        short, long = (logged(Path(folder, name), items, at_once=name == "short") for name in ("short", "long"))
    assert short == long
