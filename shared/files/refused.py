"""Why a file is not taken, as the isolated process says it: it knows nothing of the platform's own exceptions."""

#: `file_broken`: it cannot be read whole; `file_encrypted`; `file_too_complex`: pixels, pages or memory beyond what is opened;
#: `file_active`: it would load or run something of elsewhere; `file_infected`; `file_unscannable`: the scanner cannot look at all of it; `file_not_only_sound`:
#: besides what is heard it has a film, subtitles or chapters.
CODES = (
    "file_broken",
    "file_encrypted",
    "file_too_complex",
    "file_active",
    "file_infected",
    "file_unscannable",
    "file_not_only_sound",
)

#: How the process ends: the copy is written; the code is.
CLEAN, REFUSED = 0, 3


class RefusedFileError(Exception):
    """One of `CODES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
