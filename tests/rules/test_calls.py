"""From a complaint of a child in danger to the mails and SMS of those on call, through every service."""

from datetime import date, time
from pathlib import Path

DAY = date(2026, 3, 2)


def outbox(world) -> list[str]:
    """What has left so far: the address and the text of each mail and SMS to staff."""
    folder = Path(world.platform("notifications").settings.mail_url.removeprefix("file://"))
    return sorted(path.read_text() for path in folder.glob("*") if path.suffix in (".eml", ".txt"))


def to(world, name: str) -> int:
    return sum(f"{name}@example.org" in text for text in outbox(world))


def on_call(world, role: str, place: int) -> None:
    keeper, _ = world.staff("admin"), world.staff(role)
    person = str(world.people[role])
    shift = {"staff_id": person, "place": place, "first_day": "2026-03-01"}
    keeper.post("/cases/api/v1/duty/shifts", shift)
    keeper.post(
        f"/cases/api/v1/duty/contacts/{person}", {"email": f"{role}@example.org", "phone": f"+35569000000{place}"}
    )


def test_a_child_in_danger_is_told_to_one_after_the_other_until_somebody_opens_the_file(world):
    with world.on(DAY):
        on_call(world, "intake_officer", 1)
        on_call(world, "case_officer", 2)
        complaint = {
            "submitter": {"role": "child"},
            "narrative": "Fjalë shembull nga një fëmijë.",
            "language": "sq",
            "urgency": {"in_danger_now": True},
        }
        told = world.call("POST", "/intake/api/v1/complaints", json=complaint).json
        world.tick()
        world.tick()
        assert (to(world, "intake_officer"), to(world, "case_officer")) == (1, 0)
        assert sum("+355690000001" in text for text in outbox(world)) == 1, "and an SMS"
        assert not [text for text in outbox(world) if told["reference"] in text or told["id"] in text]
    with world.on(DAY, time(9, 14)):
        world.tick()
        assert to(world, "case_officer") == 0
    with world.on(DAY, time(9, 16)):
        world.tick()
        world.tick()
        assert (to(world, "intake_officer"), to(world, "case_officer")) == (1, 1)
        path = f"/intake/api/v1/complaints/{told['id']}/openings"
        world.staff("case_officer").post(path, {"reason": "admissibility"}, 201)
    with world.on(DAY, time(12)):
        world.tick()
        world.tick()
        assert (to(world, "intake_officer"), to(world, "case_officer")) == (1, 1)
