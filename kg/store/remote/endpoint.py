"""The address of a service: where it is, and how it may be told to others."""

import ipaddress
import re
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urljoin, urlsplit

from kg.errors import ServiceError

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Address:
    """An http or https address in parts; as text it is without its parameters."""

    scheme: str
    host: str
    port: int
    path: str
    parameters: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return an address in parts; raises ServiceError if it is none, or holds a password."""
        try:
            parts = urlsplit(text)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise ServiceError(f"this is no address ({error}); write http://host/path") from error
        if "@" in parts.netloc:
            raise ServiceError(
                f"the address of {host} holds a name or password, which others could read there; "
                "take it out, and set KG_SERVICE_USER and KG_SERVICE_PASSWORD or use a netrc file"
            )
        if parts.scheme not in _PORTS or not host or not text.isascii() or re.search(r"\s", text):
            raise ServiceError(f"{text!r} is no address of a service; write http://host/path")
        port = port or _PORTS[parts.scheme]
        return cls(parts.scheme, host, port, parts.path or "/", parts.query)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"

    @property
    def target(self) -> str:
        """What is asked of the host: the path and its parameters."""
        return f"{self.path}?{self.parameters}" if self.parameters else self.path

    @property
    def local(self) -> bool:
        """Whether the service is on this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def check_private(self) -> None:
        """Raise ServiceError if others could read on its way what is sent there."""
        if self.scheme == "http" and not self.local:
            raise ServiceError(
                f"{self}: a password or token would be readable on its way; use an https address",
                self,
            )

    def at(self, path: str) -> Self:
        """Return another path of the same host."""
        return replace(self, path=path, parameters="")

    def moved(self, location: str) -> Self:
        """Return where a service sends us on to; raises ServiceError if that is another host."""
        text = urljoin(f"{self}", location)
        new = self.parse(text)
        if new.host != self.host or (self.scheme, new.scheme) == ("https", "http"):
            raise ServiceError(
                f"{self}: sends us to another place ({new.scheme}://{new.host}), where we do not "
                "go by ourselves; if that is right, name that address",
                self,
            )
        return new if urlsplit(text).query else replace(new, parameters=self.parameters)
