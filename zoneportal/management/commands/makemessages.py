from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's own, which also finds the sentences of modules that know no Django (`zoneportal.messages.N_`)."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=N_"]
