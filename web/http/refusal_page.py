"""The page of a request that the guard refuses. It loads nothing, which would be refused too."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from web.http.languages import OFFERED

# The colours of web/ui/src/style/base.css.
_STYLE = """
:root { color-scheme: light dark; --ground: #f4f6f8; --surface: #fff; --line: #dfe4ea; --text: #17202b;
  --accent: #0b6b63; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161b; --surface: #1b2128; --line: #2c343e; --text: #e7ecf1;
  --accent: #5ed3c3; --on-accent: #06201d; } }
body { margin: 0; padding: clamp(1rem, 8vh, 4rem) 1rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { display: grid; gap: 1.5rem; box-sizing: border-box; max-width: 46rem; margin: auto; padding: 1.25rem;
  border: 1px solid var(--line); border-radius: 1rem; background: var(--surface); overflow-wrap: anywhere; }
h1, h2 { margin: 0; font-size: 1.5rem; line-height: 1.2; }
h2 { font-size: 1.125rem; }
p { margin: .5rem 0 0; }
a { display: inline-flex; align-items: center; min-height: 2.75rem; margin-top: .75rem; padding: 0 .9rem;
  border-radius: .7rem; background: var(--accent); color: var(--on-accent); text-decoration: none; }
"""

POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""The content security policy of the page: its own style sheet, known by its hash (CSP level 3, section 2.3.1)."""

_WORDS = {
    "pt-BR": ("O laboratório recusa este pedido", "Todas as sessões"),
    "en": ("The lab refuses this request", "All sessions"),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a page says: the reason by language (`pt-BR`, `en`), and the address of the lab's first page if it is one
    under which the lab answers, else an empty string."""

    reasons: dict[str, str]
    home: str


def wants_page(accept: str) -> bool:
    """Whether an Accept header (RFC 9110, section 12.5.1) is a browser's that opens a page; programs get plain text."""
    return "text/html" in accept


def refusal_page(explanation: Explanation, accept_language: str) -> str:
    """The page in both languages, the reader's first (RFC 9110, section 12.5.4)."""
    accepted = parse_accept_header(accept_language, LanguageAccept)
    first = accepted.best_match(OFFERED, default=OFFERED[0]) or OFFERED[0]
    languages = sorted(OFFERED, key=lambda language: language != first)
    parts = "\n".join(_part(explanation, language, level) for level, language in enumerate(languages, start=1))
    return f"""<!doctype html>
<html lang="{first}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_WORDS[first][0]}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
{parts}
</main>
</body>
</html>
"""


def _part(explanation: Explanation, language: str, level: int) -> str:
    title, way = _WORDS[language]
    link = f'<a href="{escape(explanation.home)}">{way}</a>' if explanation.home else ""
    reason = escape(explanation.reasons[language])
    return f'<section lang="{language}"><h{level}>{title}</h{level}><p>{reason}</p>{link}</section>'
