"""The address of a PostgreSQL server: checked, and what of it may be shown.

A DSN can hold a password, and one that is mistyped can hold parts of it anywhere.  So what is
shown is put together from the few parts that are no secret, and a doubtful DSN is refused
without being quoted.
"""

import ipaddress

from concdemo.errors import UsageFault
from concdemo.experiments.io.words import DSN_BAD, NO_DRIVER, NOT_INSTALLED
from concdemo.model import Host

SHOWN = ("service", "user", "host", "hostaddr", "port", "dbname")


def require_driver(host: Host) -> None:
    """Refuse to go on without psycopg and its pool.

    Raises:
        UsageFault: with the mend.
    """
    if not {"psycopg", "psycopg_pool"} <= set(host.libraries):
        raise UsageFault(NO_DRIVER.fill(why=NOT_INSTALLED))
    try:
        import psycopg  # noqa: F401
    except ImportError as error:  # it is there, and the C library that it needs isn't
        why = str(error).partition("\n")[0]
        raise UsageFault(NO_DRIVER.fill(why=why)) from error


def shown(dsn: str) -> str:
    """What of the DSN may be shown: a DSN again, without anything secret.

    Raises:
        UsageFault: it isn't one.
    """
    from psycopg.conninfo import make_conninfo

    return make_conninfo("", **{name: value for name, value in _parts(dsn).items() if value})


def is_near(dsn: str) -> bool:
    """Whether the server is named by a loopback address or a socket file.

    Raises:
        UsageFault: it isn't a DSN.
    """
    parts = _parts(dsn)
    named = (parts.get("hostaddr") or parts.get("host") or "").split(",")
    return "service" not in parts and all(map(_is_loopback, named))


def _is_loopback(host: str) -> bool:
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _parts(dsn: str) -> dict[str, str]:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        found = conninfo_to_dict(dsn)
    except (psycopg.Error, UnicodeError):
        raise UsageFault(DSN_BAD) from None
    parts = {name: str(value) for name, value in found.items() if name in SHOWN}
    # A password with an unescaped @, : or / spills into these, as does one without its key.
    spilt = "@" in parts.get("host", "").lstrip("@") or "@" in parts.get("dbname", "")
    ports = parts.get("port", "").split(",")
    if spilt or not all(port.isdigit() or not port for port in ports) or not dsn.isprintable():
        raise UsageFault(DSN_BAD)
    return parts
