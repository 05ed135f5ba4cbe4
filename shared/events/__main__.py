"""`python -m shared.events`: print docs/events.md; the samples that stand in it stay."""

from pathlib import Path

from shared.events import printed

FILE = Path(__file__).parents[2] / "docs" / "events.md"

if __name__ == "__main__":
    FILE.write_text(printed.markdown(printed.frozen_samples(FILE.read_text())))
