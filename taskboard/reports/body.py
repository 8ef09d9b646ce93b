"""The body in whose name documents are written, from the one name an installation is set up with."""

from __future__ import annotations

from dataclasses import dataclass

from taskboard.reports.content import Issuer


@dataclass(frozen=True, slots=True)
class Body:
    """`UBND thành phố Nam Định` as documents call it."""

    city: str
    """`thành phố Nam Định`"""

    @classmethod
    def of(cls, name: str) -> Body:
        return cls(name.removeprefix("UBND").removeprefix("Ủy ban nhân dân").strip())

    @property
    def name(self) -> str:
        """As in a sentence: `Ủy ban nhân dân thành phố Nam Định`."""
        return f"Ủy ban nhân dân {self.city}"

    @property
    def issuer(self) -> Issuer:
        return Issuer(name_lines=("ỦY BAN NHÂN DÂN", self.city.upper()))

    @property
    def place(self) -> str:
        """Where it sits, as a document is dated: `Nam Định`."""
        kinds = ("thành phố", "thị xã", "thị trấn", "quận", "huyện", "phường", "xã", "tỉnh")
        bare = self.city
        for kind in kinds:
            bare = bare.removeprefix(f"{kind} ")
        return bare.strip()

    @property
    def level(self) -> str:
        """`thành phố`: how the body is called once it was named."""
        return self.city.removesuffix(self.place).strip()
