"""
Who we are to a service: from the environment, or from a netrc file; never from an address.

``KG_SERVICE_TOKEN`` is sent as a bearer's token.  ``KG_SERVICE_USER`` and ``KG_SERVICE_PASSWORD``,
or what the file ``$NETRC`` or ``~/.netrc`` says of the host, answer a challenge, be it Basic or
Digest (RFC 7616, of which MD5 and SHA-256 are known here).
"""

import base64
import hashlib
import netrc
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from kg.errors import ServiceError

_PAIR = re.compile(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


@dataclass(frozen=True)
class Credentials:
    """A token, or a name and a password; none of them is ever shown."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def known_for(cls, host: str) -> Self:
        """Return the credentials for a host; raises ServiceError if their file is malformed."""
        if token := os.environ.get("KG_SERVICE_TOKEN"):
            return cls(token=token)
        if user := os.environ.get("KG_SERVICE_USER"):
            return cls(user, os.environ.get("KG_SERVICE_PASSWORD", ""))
        file = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
        if not file.is_file():
            return cls()
        try:
            entry = netrc.netrc(str(file)).authenticators(host)
        except netrc.NetrcParseError as error:
            message = f"{file}:{error.lineno or 1}: is no netrc file; correct it"
            raise ServiceError(message) from error
        except (OSError, UnicodeDecodeError) as error:
            raise ServiceError(f"{file}: cannot be read; correct it") from error
        return cls(entry[0], entry[2] or "") if entry else cls()

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    def answer(self, challenge: str, method: str, path: str) -> str:
        """Return the header that answers a service's challenge, or nothing if none is known."""
        scheme, _, rest = challenge.strip().partition(" ")
        if not self.user:
            return ""
        if scheme.lower() == "digest":
            return self._digest(challenge_parameters(rest), method, path)
        if scheme.lower() == "basic":
            pair = f"{self.user}:{self.password}".encode()
            return f"Basic {base64.b64encode(pair).decode()}"
        return ""

    def _digest(self, asked: Mapping[str, str], method: str, path: str) -> str:
        algorithm = asked.get("algorithm", "MD5").upper()
        if algorithm not in _HASHES or "nonce" not in asked:
            return ""

        def hashed(*parts: str) -> str:
            return _HASHES[algorithm](":".join(parts).encode(), usedforsecurity=False).hexdigest()

        realm, nonce, own = asked.get("realm", ""), asked["nonce"], secrets.token_hex(8)
        mine = hashed(self.user, realm, self.password)
        theirs = hashed(method, path)
        fields = {"username": self.user, "realm": realm, "nonce": nonce, "uri": path}
        if "auth" in re.split(r"[\s,]+", asked.get("qop", "")):
            response = hashed(mine, nonce, "00000001", own, "auth", theirs)
            extra = f', qop=auth, nc=00000001, cnonce="{own}"'
        else:
            response, extra = hashed(mine, nonce, theirs), ""
        if "opaque" in asked:
            fields["opaque"] = asked["opaque"]
        said = ", ".join(f'{name}="{value}"' for name, value in fields.items())
        return f'Digest {said}, response="{response}", algorithm={algorithm}{extra}'


def challenge_parameters(text: str) -> dict[str, str]:
    """Return the parameters of a challenge, or of the answer to one, by their names."""
    return {name.lower(): quoted or bare for name, quoted, bare in _PAIR.findall(text)}
