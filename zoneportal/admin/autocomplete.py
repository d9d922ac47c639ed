from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied

from zoneportal.characters import CONTROL


class OfficeAutocomplete(AutocompleteJsonView):
    """Refuses what a tampered address asks for and Django would stumble over."""

    def process_request(self, request):
        term, model_admin, source_field, to_field_name = super().process_request(request)
        if not hasattr(source_field, "get_limit_choices_to"):
            raise PermissionDenied  # a relation seen from its other end has no choices
        return CONTROL.sub(" ", term), model_admin, source_field, to_field_name
