"""The API of gaps and of patterns."""

from services.cases.gaps.api import gaps, patterns

BLUEPRINTS = (gaps.blueprint, patterns.blueprint)
