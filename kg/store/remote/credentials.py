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

from kg.errors import ServiceError

_PAIR = re.compile(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


@dataclass(frozen=True)
class Credentials:
    """A token, or a name and a password; none of them is ever shown."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.user or self.token)


def found(host: str) -> Credentials:
    """Return the credentials for a host; raises ServiceError if a file of them is malformed."""
    if token := os.environ.get("KG_SERVICE_TOKEN"):
        return Credentials(token=token)
    if user := os.environ.get("KG_SERVICE_USER"):
        return Credentials(user, os.environ.get("KG_SERVICE_PASSWORD", ""))
    file = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    return _listed(file, host)


def _listed(file: Path, host: str) -> Credentials:
    if not file.is_file():
        return Credentials()
    try:
        entry = netrc.netrc(str(file)).authenticators(host)
    except netrc.NetrcParseError as error:
        raise ServiceError(f"{file}:{error.lineno or 1}: is no netrc file; correct it") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ServiceError(f"{file}: cannot be read; correct it") from error
    return Credentials(entry[0], entry[2] or "") if entry else Credentials()


def answer(known: Credentials, challenge: str, method: str, path: str) -> str:
    """Return the header that answers a service's challenge, or nothing if none is known."""
    if known.token:
        return f"Bearer {known.token}"
    scheme, _, rest = challenge.strip().partition(" ")
    if not known.user:
        return ""
    if scheme.lower() == "digest":
        return _digest(known, _parameters(rest), method, path)
    if scheme.lower() == "basic":
        pair = f"{known.user}:{known.password}".encode()
        return f"Basic {base64.b64encode(pair).decode()}"
    return ""


def _parameters(text: str) -> dict[str, str]:
    return {name.lower(): quoted or bare for name, quoted, bare in _PAIR.findall(text)}


def _digest(known: Credentials, asked: Mapping[str, str], method: str, path: str) -> str:
    algorithm = asked.get("algorithm", "MD5").upper()
    if algorithm not in _HASHES or "nonce" not in asked:
        return ""

    def hashed(*parts: str) -> str:
        return _HASHES[algorithm](":".join(parts).encode(), usedforsecurity=False).hexdigest()

    realm, nonce, own = asked.get("realm", ""), asked["nonce"], secrets.token_hex(8)
    mine = hashed(known.user, realm, known.password)
    theirs = hashed(method, path)
    fields = {"username": known.user, "realm": realm, "nonce": nonce, "uri": path}
    if "auth" in re.split(r"[\s,]+", asked.get("qop", "")):
        response = hashed(mine, nonce, "00000001", own, "auth", theirs)
        extra = f', qop=auth, nc=00000001, cnonce="{own}"'
    else:
        response, extra = hashed(mine, nonce, theirs), ""
    if "opaque" in asked:
        fields["opaque"] = asked["opaque"]
    said = ", ".join(f'{name}="{value}"' for name, value in fields.items())
    return f'Digest {said}, response="{response}", algorithm={algorithm}{extra}'
