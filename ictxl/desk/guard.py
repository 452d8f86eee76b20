"""Who may ask the desk for anything: the one browser that its own user has opened it in.

Each check stands against one kind of attack, and `tests/desk/test_guard.py` has an attack for each.
"""

from __future__ import annotations

from flask import Flask, Response, abort, g, request

from ictxl.desk.keys import Keys, same

COOKIE = "ictxl-desk"
TOKEN_FIELD, TOKEN_HEADER = "token", "X-Desk-Token"
PUBLIC = frozenset({"opening.open_desk", "opening.alive"})
"""What answers without a cookie: taking the one-time token, and proving to be the desk."""
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PAGE_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none';"
    " frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # With `no-referrer` a browser would send `Origin: null` with the desk's own forms.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guard(app: Flask, keys: Keys, hosts: frozenset[str]) -> None:
    """Have the app refuse whatever does not come from its own pages; `hosts` are its own names,
    with the port."""

    def refuse_strangers() -> None:
        _require_own_host(hosts)
        if request.endpoint in PUBLIC:
            return
        _require_own_page()
        _require_cookie(keys)
        g.is_let_in = True
        if request.method in _CHANGING:
            _require_own_origin(hosts)
            _require_token(keys)

    app.before_request(refuse_strangers)
    app.after_request(_add_headers)


def _require_own_host(hosts: frozenset[str]) -> None:
    """Against DNS rebinding: a foreign name that leads to 127.0.0.1."""
    if request.headers.get("Host", "") not in hosts:
        abort(403)


def _require_own_page() -> None:
    """Against pages of other servers, on this machine too: browsers say where a request began."""
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        abort(403)


def _require_cookie(keys: Keys) -> None:
    """Against everybody else on this machine."""
    if not same(request.cookies.get(COOKIE, ""), keys.cookie):
        abort(403)


def _require_own_origin(hosts: frozenset[str]) -> None:
    """Against forms in foreign pages. The host is one of the desk's own, so the origin must be."""
    host = request.headers.get("Host", "")
    if host not in hosts or request.headers.get("Origin", "") != f"http://{host}":
        abort(403)


def _require_token(keys: Keys) -> None:
    """Against requests made by who sees no page of the desk, whatever they can have sent along."""
    given = request.headers.get(TOKEN_HEADER) or request.form.get(TOKEN_FIELD, "")
    if not same(given, keys.form_token):
        abort(403)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Content-Security-Policy"] = g.get("policy", PAGE_POLICY)
    return response
