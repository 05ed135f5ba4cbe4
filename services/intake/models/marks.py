"""By what full name a sealed file can be recognised without opening it, for whoever has the key of the service."""

from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.tables import Base


class NameMark(Base):
    """One mark of one file, both keyed (`Vault.mark`, `Vault.owner`): without the key a row tells neither a name nor whose file it is,
    only that two files have a name in common. Gone with erasure.
    """

    __tablename__ = "name_mark"

    mark: Mapped[bytes] = mapped_column(primary_key=True)
    owner: Mapped[bytes] = mapped_column(primary_key=True, index=True)
