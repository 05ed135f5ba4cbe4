"""The pages of gaps and of patterns."""

from services.cases.gaps.pages import gaps, patterns, public

BLUEPRINTS = (gaps.blueprint, patterns.blueprint, public.blueprint)
