"""The API of cases: parse, one action or query, answer."""

from services.cases.api import acts, cases, obligations, public, sessions

BLUEPRINTS = (sessions.blueprint, cases.blueprint, acts.blueprint, obligations.blueprint, public.blueprint)
