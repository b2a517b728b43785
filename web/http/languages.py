"""The language of a page: the visitor's choice, or else the lab's setting; with `auto` the browser's."""

from flask import Flask, g, request
from flask.wrappers import Response
from flask_babel import Babel

from chat.settings import LANGUAGES

OFFERED = tuple(language for language in LANGUAGES if language != "auto")
COOKIE = "lang"
_YEAR = 365 * 24 * 3600


def choose(*, in_query: str | None, remembered: str | None, setting: str, accepted: str | None) -> str:
    """One of OFFERED. `accepted` is the best match of the browser's Accept-Language, if any."""
    for language in (in_query, remembered, setting, accepted):
        if language in OFFERED:
            return str(language)
    return OFFERED[0]


def install(app: Flask, setting: str) -> None:
    """Render pages in the visitor's language, and remember `?lang=` in a cookie."""

    def current() -> str:
        if "lang" not in g:
            g.lang = choose(
                in_query=request.args.get("lang"),
                remembered=request.cookies.get(COOKIE),
                setting=setting,
                accepted=request.accept_languages.best_match(OFFERED),
            )
        return str(g.lang)

    def locale() -> str:
        return current().replace("-", "_")

    Babel(app, locale_selector=locale, default_translation_directories="translations")

    @app.context_processor
    def language() -> dict[str, object]:
        return {"lang": current(), "languages": OFFERED}

    @app.after_request
    def remember(response: Response) -> Response:
        if request.args.get("lang") in OFFERED:
            path = request.script_root or "/"
            response.set_cookie(COOKIE, request.args["lang"], max_age=_YEAR, samesite="Lax", httponly=True, path=path)
        return response
