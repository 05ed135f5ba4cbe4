"""Add a page: the office chooses the colour of the doors of bodies."""

from tests.contracts.recipes.following import Recipe, Step

PATH = "/partners/staff/institutions/doors"
FORM = '''

class DoorForm(BesaForm):
    """The colour of a door."""

    colour = StringField(_l("Ngjyra e derës"), validators=[_NEEDED, Length(max=20)])
'''
VIEW = """

from flask import redirect, url_for

from services.partners.forms.directory import DoorForm


@blueprint.route("/staff/institutions/doors", methods=["GET", "POST"])
# RULE
def doors() -> ResponseReturnValue:
    form = DoorForm()
    if form.validate_on_submit():
        return redirect(url_for("office.institutions"), 303)
    return render_template("partners/doors.html", form=form), 422 if form.errors else 200
"""
TEMPLATE = """{% extends "besa/layout.html" %}
{% import "besa/form.html" as f %}

{% block title %}{{ _("Dyert") }}{% endblock %}

{% block content %}
  {{ f.error_summary(form) }}
  <h1 class="govuk-heading-l">{{ _("Dyert") }}</h1>
  {% call f.form() %}{{ f.text(form.colour) }}{{ f.submit(_("Ruaj")) }}{% endcall %}
{% endblock %}
"""
ENGLISH = {"Ngjyra e derës": "Colour of the door", "Dyert": "Doors"}
TEST = f"""def test_a_door_without_a_colour_is_refused(bench):
    assert bench.post("{PATH}").status_code == 422
"""
PAGES, ROUTES = "services/partners/pages/office", "tests/contracts/test_routes.py"

RECIPE = Recipe(
    title="Add a page",
    steps=(
        Step(
            "the form",
            lambda clone: clone.append("services/partners/forms/directory", FORM),
            "cannot import name 'DoorForm' from 'services.partners.forms.directory'",
        ),
        Step("the view", lambda clone: clone.append(PAGES, VIEW), f"these routes are gone: ['GET {PATH}'"),
        Step(
            "its access rule",
            lambda clone: clone.replace(PAGES, "# RULE", "@access.staff(*OFFICE)"),
            "routes without an access rule: office.doors",
        ),
        Step(
            "the template",
            lambda clone: clone.add("services/partners/templates/partners/doors.html", TEMPLATE),
            "write these under services/partners/templates/",
        ),
        Step("make translations", lambda clone: clone.translate(ENGLISH), "en: not translated: 'Ngjyra e derës'"),
        Step(
            "the line in the matrix",
            lambda clone: clone.append(
                "tests/security/matrix.yaml",
                f'"GET {PATH}": approver commissioner admin\n"POST {PATH}": approver commissioner admin\n',
            ),
            f"write their lines in tests/security/matrix.yaml: ['GET {PATH}'",
        ),
        Step(
            "a test through the door",
            lambda clone: clone.add("tests/partners/test_doors.py", TEST),
            f"write a test in tests/partners/ that calls them, with bad input: ['{PATH}']",
        ),
    ),
    promises=(
        f"{ROUTES}::test_a_service_starts_since_each_of_its_routes_has_an_access_rule[partners]",
        f"{ROUTES}::test_every_route_has_its_line_and_every_line_its_route[partners]",
        f"{ROUTES}::test_every_route_is_tried_by_a_test_through_its_door[partners]",
        "tests/contracts/test_pages.py::test_every_template_that_is_named_is_there[partners]",
        "tests/shared/test_page_catalogue.py::test_the_catalogues_of_this_repository_are_complete",
    ),
)
