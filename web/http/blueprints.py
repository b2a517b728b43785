"""Everything that the page serves over HTTP, as a list of Flask's blueprints."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint

from chat.settings import Settings
from tls.files import Identity
from web.access.access import Access
from web.access.login import login_blueprint
from web.bridge_client import BridgeClient
from web.broker_client import BrokerClient
from web.faults_client import FaultsClient
from web.history.search_queue import SearchTurns
from web.history.search_runner import SearchRunner
from web.history.series import SeriesStore
from web.history.session_list import SessionList
from web.http.accounts import Present, accounts_blueprint
from web.http.archive import archive_blueprint
from web.http.assets import Assets
from web.http.boards import boards_blueprint
from web.http.ca_certificate import ca_certificate_blueprint
from web.http.faults import faults_blueprint
from web.http.form import form_blueprint
from web.http.health import health_blueprint
from web.http.join import join_blueprint
from web.http.mailbox import mailbox_blueprint
from web.http.openapi import openapi_blueprint
from web.http.pages import pages_blueprint
from web.http.programs import programs_blueprint
from web.http.records import records_blueprint
from web.http.replies import replies_blueprint
from web.http.search import search_blueprint
from web.http.series import series_blueprint
from web.http.session_events import session_events_blueprint
from web.http.sessions import sessions_blueprint
from web.lessons.pages import lessons_blueprint
from web.lessons.task_pages import task_pages_blueprint
from web.live.mailboxes import Mailboxes
from web.tables.workbooks import Workbooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the blueprints are made of."""

    settings: Settings
    access: Access
    identity: Identity | None
    """The certificate that the page shows; None without TLS."""
    assets: Assets
    broker: BrokerClient
    bridge: BridgeClient
    participants: Callable[[str], list[dict[str, Any]]]
    """Who is present in a session."""
    present: Present
    """In which sessions a role is connected or held."""
    breathe: Callable[[], None]
    """Lets other greenlets work."""


def all_blueprints(parts: Parts) -> list[Blueprint]:
    """The blueprints of a lab with these parts."""
    settings, access, identity = parts.settings, parts.access, parts.identity
    logs, broker, bridge, books = settings.logs, parts.broker, parts.bridge, Workbooks()
    return [
        pages_blueprint(settings, parts.assets, access),
        login_blueprint(access),
        sessions_blueprint(SessionList(logs, breathe=parts.breathe), parts.participants, bridge, access),
        records_blueprint(logs, broker, access, settings.max_payload, books),
        replies_blueprint(logs, bridge),
        session_events_blueprint(logs, bridge, access),
        series_blueprint(logs, SeriesStore(parts.breathe)),
        search_blueprint(SearchRunner(logs, SearchTurns())),
        health_blueprint(broker, bridge),
        archive_blueprint(logs, bridge, books, parts.breathe),
        join_blueprint(settings, access, trusts=identity is not None and identity.ca is not None),
        ca_certificate_blueprint(identity),
        accounts_blueprint(settings.data, access, parts.present, has_accounts=settings.has_accounts),
        boards_blueprint(settings, identity, parts.breathe),
        programs_blueprint(),
        openapi_blueprint(),
        form_blueprint(logs, broker, access, settings.max_payload),
        mailbox_blueprint(Mailboxes(time.monotonic)),
        faults_blueprint(FaultsClient(settings.data, is_on=settings.faults == "auto"), access, logs),
        lessons_blueprint(settings.data / "lessons"),
        task_pages_blueprint(logs, access, parts.breathe),
    ]
