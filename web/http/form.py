"""A role's window as a form: the last records and a field, for when JavaScript does not work. One page, no state."""

from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chat.errors import LabError
from chat.history import History
from chat.topic import ChatTopic
from web.access.access import Access
from web.access.phases import check_writable
from web.access.request_access import writer
from web.broker_client import BrokerClient
from web.http import problems
from web.http.error_texts import error_text
from web.http.exports import as_text, without_removed
from web.http.messages import message_from, new_id

SHOWN = 50


def form_blueprint(logs: Path, broker: BrokerClient, access: Access, max_payload: int) -> Blueprint:
    """`/s/<session>/<role>/form`."""
    form = Blueprint("form", __name__)

    def page(topic: ChatTopic, text: str = "", problem: str = "") -> str:
        history = History.of(logs, topic.session)
        shown = without_removed(history.last(SHOWN), history.state().removed)
        lines = [line.decode() for line in as_text(shown)]
        return render_template("form.html", topic=topic, lines=lines, text=text, problem=problem)

    @form.get("/s/<session>/<role>/form")
    def window(session: str, role: str) -> str:
        return page(ChatTopic(session, role))

    @form.post("/s/<session>/<role>/form")
    def say(session: str, role: str) -> ResponseReturnValue:
        topic = ChatTopic(session, role)
        text = request.form.get("text", "").strip()
        if text:
            try:
                _, payload = message_from({"text": text, "id": new_id()}, max_size=max_payload)
                check_writable(logs, writer(), session)
                access.claim(writer(), session, role)
                broker.publish(str(topic), payload)
            except LabError as error:
                status = problems.STATUS.get(error.reason, 503)
                return page(topic, text, ". ".join(error_text(error.reason, status))), status
        return redirect(url_for("form.window", session=session, role=role), 303)

    return form
