"""Security headers of every answer, and the nonce that lets the one inline script of the page's frame run.

The policy starts from nothing and names what the pages load. A view with needs of its own (an API browser) sets its own
`Content-Security-Policy`; that one is kept. No page may be shown in a frame but what says so by `may_be_framed`.
"""

import base64
import hashlib
import secrets

import flask

NONCE_BYTES = 16
HEADERS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
#: What no browser opens as a document, and for which it asks for the policy of the page that loads it.
PARTS = {"text/css", "text/javascript", "font/woff2"}
OF_DOCUMENTS = {
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def register(app: flask.Flask) -> None:
    """Add the headers to every answer of `app` and `csp_nonce()` to its templates."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(_add_headers)


def csp_nonce() -> str:
    """Return the nonce of the running request; the same one however often it is asked."""
    if "csp_nonce" not in flask.g:
        flask.g.csp_nonce = secrets.token_urlsafe(NONCE_BYTES)
    return str(flask.g.csp_nonce)


def may_be_framed(content: str, style: str) -> flask.Response:
    """A page that any site may show in a frame. It loads nothing, runs nothing, sends nothing and knows nobody: the one thing that its policy lets it have
    beside its words is `style`, as it stands in it.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = ["default-src 'none'", f"style-src 'sha256-{digest}'", "form-action 'none'", "base-uri 'none'"]
    response = flask.Response(content, mimetype="text/html")
    response.headers["Content-Security-Policy"] = "; ".join([*policy, "frame-ancestors *"])
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    flask.g.framed = True
    return response


def is_framed() -> bool:
    """Whether the answer of the running request may be shown in pages of others: then it neither sets nor keeps anything of who reads them."""
    return "framed" in flask.g


def _policy() -> str:
    nonce = f" 'nonce-{csp_nonce()}'" if "csp_nonce" in flask.g else ""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self'{nonce}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
        ]
    )


def _add_headers(response: flask.Response) -> flask.Response:
    of_documents = {} if response.mimetype in PARTS else {**OF_DOCUMENTS, "Content-Security-Policy": _policy()}
    if is_framed():
        of_documents.pop("X-Frame-Options")
    for name, value in {**HEADERS, **of_documents}.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html" and not is_framed():
        response.headers["Cache-Control"] = "no-store"
    # What says nothing else is for whoever asked, and for no store on the way or in a shared computer.
    response.headers.setdefault("Cache-Control", "no-store")
    if seconds := flask.current_app.config.get("HSTS_SECONDS"):
        response.headers["Strict-Transport-Security"] = f"max-age={seconds}; includeSubDomains"
    return response
