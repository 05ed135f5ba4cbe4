"""What somebody found of an opening."""

from wtforms.fields.choices import RadioField
from wtforms.validators import InputRequired

from services.intake import data
from services.intake.schemas.reviews import NewReview
from shared.pages.forms import BesaForm, SelectChoice


class ReviewForm(BesaForm):
    """Each row of the page has its buttons, of which one is pressed."""

    outcome = RadioField(validators=[InputRequired()])

    def __init__(self) -> None:
        super().__init__()
        self.outcome.choices = [SelectChoice(key, key) for key in data.review_outcomes()]

    def review(self) -> NewReview:
        return NewReview(outcome=self.outcome.data)
