"""Flask extensions, one instance each."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flask_babel import Babel, Domain, get_locale
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager
from flask_wtf import CSRFProtect


class Catalogues(Domain):
    """Finds a language's catalogue by its name alone. A list says four hundred words, and the package's own way writes
    the locale out for each."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain=domain)  # type: ignore[no-untyped-call]  # the package has few types
        self._by_language: dict[str, Any] = {}

    def get_translations(self) -> Any:
        locale = get_locale()
        if locale is None:
            return super().get_translations()  # type: ignore[no-untyped-call]
        found = self._by_language.get(locale.language)
        if found is None:
            found = self._by_language[locale.language] = super().get_translations()  # type: ignore[no-untyped-call]
        return found


class OurBabel(Babel):
    @cached_property
    def domain_instance(self) -> Catalogues:
        return Catalogues(self.domain)


babel = OurBabel()  # type: ignore[no-untyped-call]
bootstrap = Bootstrap5()
csrf = CSRFProtect()
login_manager = LoginManager()
