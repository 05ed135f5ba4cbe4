"""Whose page this is, and what stands in its navigation."""

from flask import g, request, url_for
from flask_babel import gettext as _

from shared.pages.public_menu import public_frame
from shared.pages.staff_menu import MenuItem, staff_frame
from shared.principal import Principal

#: Pages that are the same for everybody.
PUBLIC = ("/partners/activities", "/partners/cooperation")


def frame() -> dict[str, object]:
    """`navigation`, `service_title` and `service_url` of every page, error pages too; `one_letter`: the reader has that letter alone."""
    principal: Principal = g.get("principal", Principal())
    if request.path.startswith(PUBLIC):
        return {"one_letter": False, **public_frame()}
    if principal.kind == "staff":
        return {"service_title": _("Zyra"), "service_url": "/cases/", "one_letter": False, **staff_frame()}
    inbox = url_for("correspondence.inbox")
    shown = {
        "service_title": _("Portali i institucioneve"), "service_url": url_for("log_in.start"), "one_letter": False,
    }  # fmt: skip
    if principal.kind != "partner":
        return {**shown, "navigation": []}
    if principal.only is not None:
        # Whoever came by a link has that letter and nothing beside it.
        leave: MenuItem = {"text": _("Mbyll"), "href": url_for("links.leave"), "post": True}
        letter = url_for("correspondence.letter", dispatch_id=principal.only)
        return {"service_title": _("Letër nga zyra"), "service_url": letter, "navigation": [leave], "one_letter": True}
    letters = request.path.startswith(("/partners/inbox", "/partners/dispatches"))
    links: list[MenuItem] = [{"text": _("Letrat"), "href": inbox, "active": letters}]
    others = [
        (_("Kontaktet"), "our_contacts.contacts"),
        (_("Fjalëkalimi"), "people.password"),
        (_("Hyrjet"), "own_log_ins.log_ins"),
    ]
    if "partner_admin" in principal.roles:
        others.insert(1, (_("Personat"), "people.everyone"))
    links += [{"text": text, "href": url_for(page), "active": request.path == url_for(page)} for text, page in others]
    out: MenuItem = {"text": _("Dil"), "href": url_for("log_in.log_out"), "post": True}
    return {**shown, "navigation": [*links, out]}
