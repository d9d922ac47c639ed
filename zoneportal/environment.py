"""What the environment says, and `DATA_DIR/portal.env` where it is silent; the settings refuse what is bad."""

import warnings
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
env.read_env(DATA_DIR / "portal.env")


def required(name: str, what: str) -> str:
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {what}. `make run` writes {DATA_DIR / 'portal.env'}.")
    return value


def typed(name: str, read, default, what: str):
    """The value of an environment variable, or an error that names the variable and says what belongs there.

    The error repeats the value nowhere: a DATABASE_URL holds a password.
    """
    try:
        with warnings.catch_warnings(action="error"):  # django-environ only warns of an unknown kind of database
            return read(name, default=default)
    except (ValueError, KeyError, UserWarning, ImproperlyConfigured):
        raise ImproperlyConfigured(f"{name} is not valid: {what}.") from None


def time_zone(name: str, default: str) -> str:
    return ZoneInfo(env.str(name, default=default)).key


def days(name: str, default: int) -> int:
    number = env.int(name, default=default)
    if number < 1:
        raise ValueError(number)
    return number


def contributors(name: str, default: int) -> int:
    number = env.int(name, default=default)
    if number < 2:
        raise ValueError(number)
    return number


def per_cent(name: str, default: Decimal) -> Decimal:
    """Above 0 and below 100. Its error never repeats the value: a rule of disclosure control is a secret."""
    try:
        number = Decimal(env.str(name, default=str(default)))
    except ArithmeticError:
        raise ValueError from None
    if not 0 < number < 100:
        raise ValueError
    return number


def numbers(name: str, default: dict[str, int]) -> dict[str, int]:
    found = {key: int(number) for key, number in env.dict(name, default=default).items()}
    if any(number < 1 for number in found.values()):
        raise ValueError(found)
    return found


def yes_or_no(name: str, *, default: bool) -> bool:
    word = env.str(name, default="yes" if default else "no").strip().lower()
    if word not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"{name}={word!r} is not valid: say yes or no.")
    return word in {"1", "true", "yes", "on"}
