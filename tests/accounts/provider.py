"""A provider of identities as a process of its own: oidc-provider-mock, made to insist on PKCE (RFC 7636).

Run as `python provider.py PORT`; users are put in by PUT /users/<sub>.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sys
import warnings
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

Environ = dict[str, Any]


class InsistsOnProof:
    """Remembers the challenge each code was given for, and refuses a token to who cannot answer it."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app
        self.challenges: dict[str, str] = {}

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/oauth2/token" and not self._is_answered(environ):
            start_response("400 Bad Request", [("Content-Type", "application/json")])
            return [b'{"error": "invalid_grant", "error_description": "code_verifier"}']
        asked = parse_qs(environ.get("QUERY_STRING", ""))

        def noting(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            for code in parse_qs(urlsplit(dict(headers).get("Location", "")).query).get("code", []):
                if asked.get("code_challenge_method") == ["S256"]:
                    self.challenges[code] = asked["code_challenge"][0]
            return start_response(status, headers, *more)

        return self.app(environ, noting)

    def _is_answered(self, environ: Environ) -> bool:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        sent = parse_qs(body.decode())
        digest = hashlib.sha256(sent.get("code_verifier", [""])[0].encode()).digest()
        answer = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return self.challenges.get(sent.get("code", [""])[0]) == answer


def main(port: int) -> None:
    warnings.simplefilter("ignore")
    from oidc_provider_mock import app
    from werkzeug.serving import run_simple

    provider = app(require_nonce=True)
    provider.wsgi_app = InsistsOnProof(provider.wsgi_app)  # type: ignore[method-assign]
    run_simple("127.0.0.1", port, provider, threaded=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
