"""The pages of activities: at the desk, and for anybody."""

from services.partners.activities.pages import consents, desk, evaluation, holding, one, reading

BLUEPRINTS = (
    desk.blueprint,
    one.blueprint,
    holding.blueprint,
    reading.blueprint,
    evaluation.blueprint,
    consents.blueprint,
)
