"""How long somebody waits who tried too often, in words."""

from flask_babel import ngettext

MINUTE = 60


def wait_words(seconds: int) -> str:
    """The sentence for a page; above a minute in minutes, rounded up."""
    if seconds > MINUTE:
        minutes = -(-seconds // MINUTE)
        return ngettext(
            "Shumë përpjekje. Provoni përsëri pas %(num)d minute.",
            "Shumë përpjekje. Provoni përsëri pas %(num)d minutash.",
            minutes,
        )
    return ngettext(
        "Shumë përpjekje. Provoni përsëri pas %(num)d sekonde.",
        "Shumë përpjekje. Provoni përsëri pas %(num)d sekondash.",
        seconds,
    )


def quiet_wait_words(seconds: int) -> str:
    """The same where a child may read it, for a code that was wrong or was not looked at yet."""
    return ngettext(
        "Provo përsëri pas %(num)d sekonde. Shiko a e ke shkruar kodin siç është në letër: kodi i saktë pranohet gjithmonë",
        "Provo përsëri pas %(num)d sekondash. Shiko a e ke shkruar kodin siç është në letër: kodi i saktë pranohet gjithmonë",
        seconds,
    )


def kept_wait_words(seconds: int) -> str:
    """For a form that keeps what was written, where a child may read it. It tells nothing of who else wrote."""
    return ngettext(
        "Tani nuk e morëm dot. Ajo që shkrove është ende këtu: dërgoje përsëri pas %(num)d minute",
        "Tani nuk e morëm dot. Ajo që shkrove është ende këtu: dërgoje përsëri pas %(num)d minutash",
        -(-seconds // MINUTE),
    )
