"""Error pages: what happened and what to do now, in the reader's language, with nothing of the request repeated."""

from http import HTTPStatus

import flask
from flask_babel import lazy_gettext as _l

_GENERAL = (
    _l("Diçka shkoi keq"),
    _l("Provoni përsëri pas pak. Nëse ndodh përsëri, na telefononi."),
)

_WORDS = {
    400: (_l("Kërkesa nuk u kuptua"), _l("Kthehuni te faqja e mëparshme dhe provoni përsëri.")),
    401: (
        _l("Duhet të hyni përsëri"),
        _l(
            "Ajo që dërguat nuk u ruajt, por kjo faqe e mban ende: mos e mbyllni. Hyni në një skedë tjetër, pastaj rifreskoni këtë faqe dhe"
            " pranoni që të dërgohet përsëri."
        ),
    ),
    403: (_l("Nuk keni të drejtë ta shihni këtë faqe"), _l("Nëse mendoni se është gabim, flisni me administratorin.")),
    404: (_l("Faqja nuk u gjet"), _l("Kontrolloni adresën, ose filloni nga faqja e parë.")),
    405: (_l("Kjo nuk mund të bëhet këtu"), _l("Kthehuni te faqja e mëparshme dhe përdorni butonat e saj.")),
    409: (_l("Ky hap nuk mund të bëhet tani"), _l("Gjendja ka ndryshuar ndërkohë. Hapeni faqen përsëri dhe shihni.")),
    413: (_l("Ajo që dërguat është shumë e madhe"), _l("Dërgoni skedarë më të vegjël, ose më pak njëherësh.")),
    422: (
        _l("Të dhënat nuk mund të pranohen"),
        _l("Kthehuni te faqja e mëparshme dhe kontrolloni ato që keni shkruar."),
    ),
    429: (_l("Shumë kërkesa njëra pas tjetrës"), _l("Prisni një minutë dhe provoni përsëri.")),
    500: _GENERAL,
    503: (_l("Shërbimi nuk punon për momentin"), _l("Provoni përsëri pas pak minutash.")),
}


def render_error(status: int, title: str | None = None, detail: str | None = None) -> flask.Response:
    """Return the HTML error page for `status`; `title` and `detail` replace the usual words.

    They are shown to the reader, so they are already translated and hold no internals and nothing that the request held.
    A status without words of its own gets the general ones.
    """
    usual_title, usual_detail = _WORDS.get(status, _GENERAL)
    page = flask.render_template(
        "besa/error.html", status=int(status), title=title or usual_title, detail=detail or usual_detail
    )
    response = flask.make_response(page, HTTPStatus(status))
    response.mimetype = "text/html"
    return response
