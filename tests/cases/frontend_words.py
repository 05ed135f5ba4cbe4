"""What the design system says by itself, in English."""

#: GOV.UK Frontend's own words, which appear where a macro was not given ours.
ENGLISH_DEFAULTS = (
    "There is a problem",
    "Error:",
    "Important",
    "Success",
    "Cancel",
    "Skip to main content",
    "Next page",
    "Previous page",
    "Show password",
    ">Menu<",
    "Warning",
    "Navigation menu",
    "Back<",
    ">Day<",
    ">Month<",
    ">Year<",
)
