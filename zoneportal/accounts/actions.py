"""Making accounts."""

import secrets
import string

LENGTH = 16
# Nothing that looks like something else on paper.
CHARACTERS = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))


def random_password() -> str:
    return "".join(secrets.choice(CHARACTERS) for _ in range(LENGTH))
