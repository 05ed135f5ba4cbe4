"""By what somebody came in, as far as they need it to know their own log-ins again: a browser and a system, never the whole header."""

from flask_babel import gettext as _

_BROWSERS = (
    ("edge", "Edg"), ("opera", "OPR/"), ("samsung", "SamsungBrowser"), ("firefox", "Firefox/"), ("firefox", "FxiOS"),
    ("chrome", "CriOS"), ("chrome", "Chrome/"), ("safari", "Safari/"),
)  # fmt: skip
_SYSTEMS = (
    ("android", "Android"), ("ios", "iPhone"), ("ios", "iPad"), ("windows", "Windows"), ("macos", "Mac OS X"),
    ("linux", "Linux"),
)  # fmt: skip
_CALLED = {
    "edge": "Edge", "opera": "Opera", "samsung": "Samsung Internet", "firefox": "Firefox", "chrome": "Chrome",
    "safari": "Safari", "android": "Android", "ios": "iPhone, iPad", "windows": "Windows", "macos": "macOS",
    "linux": "Linux",
}  # fmt: skip
NO_BROWSER = "other"


def device_of(user_agent: str) -> str:
    """The code kept of a User-Agent: `firefox.linux`, `other` for what is no browser that we know."""
    browser = next((code for code, mark in _BROWSERS if mark in user_agent), None)
    system = next((code for code, mark in _SYSTEMS if mark in user_agent), NO_BROWSER)
    return f"{browser}.{system}" if browser else NO_BROWSER


def device_words(code: str) -> str:
    """The code as a person reads it."""
    browser, _dot, system = code.partition(".")
    if browser not in _CALLED:
        return _("Program ose pajisje tjetër")
    return f"{_CALLED[browser]}, {_CALLED[system]}" if system in _CALLED else _CALLED[browser]
