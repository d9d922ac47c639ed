"""Which parks a user works for. Everything with a row scope asks here."""


def covers_all_parks(user) -> bool:
    """Staff of the zone office see every park (the right `parks.all_park`); a park clerk sees assigned ones."""
    return user.has_perm("parks.all_park")


def key_of(user) -> int:
    """The user's key for a filter. A visitor's is no one's: None would ask for rows without an assignment."""
    return user.pk or 0
