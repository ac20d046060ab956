"""Whether the network can read what is sent, and whether a form was sent from one of our pages. Pure."""

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import Request

FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


def is_encrypted(request: Request, behind_proxy: bool) -> bool:
    """Return whether the browser speaks TLS: to us, or *behind_proxy* to the proxy, as that says.

    Without a proxy the header that would say so is worth nothing: anybody can send it.
    """
    if behind_proxy:
        said = request.headers.getlist("x-forwarded-proto")
        return bool(said) and all(
            one.strip().lower() == "https" for value in said for one in value.split(",")
        )
    return str(request.scope["scheme"]) == "https"


def is_loopback(request: Request, behind_proxy: bool) -> bool:
    """Return whether the browser runs on this machine.

    The address alone does not tell: it is also that of a proxy here, which names itself in a header or
    passes on the name that the world knows; and a name that the world's DNS leads here is no local one.
    """
    if behind_proxy or any(name in request.headers for name in FORWARDED):
        return False
    return request.client is not None and _is_local(request.client.host) and _is_local(_host(request))


def is_from_our_page(request: Request, *, encrypted: bool) -> bool:
    """Return whether a form was sent from our own pages, as the browser says; one that does not say is not.

    Where it gives Sec-Fetch-Site that decides: Origin differs behind a proxy that renames the host.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    ours = f"{'https' if encrypted else 'http'}://{request.headers.get('host', '')}"
    return request.headers.get("origin") == ours


def _host(request: Request) -> str:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:  # such as an unclosed bracket
        return ""


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
