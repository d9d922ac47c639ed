"""What a browser would send back from a page of the office: every field with the value it was filled with."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = [""]
        elif tag == "option" and "selected" in given and self.select:
            self.values.setdefault(self.select, []).append(value)
        elif tag == "input" and name and self._is_sent(given):
            self.values.setdefault(name, []).append(value)

    def _is_sent(self, given: dict[str, str | None]) -> bool:
        kind = given.get("type")
        return kind not in {"submit", "button", "file"} and (kind not in {"checkbox", "radio"} or "checked" in given)

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            # A browser drops the line break that the template puts behind the tag.
            self.values[self.textarea][0] = self.values[self.textarea][0].removeprefix("\n")
            self.textarea = ""


def filled_in(page) -> dict[str, list[str]]:
    """The fields of a response, ready for `client.post(address, filled_in(page) | {"name": "x"})`."""
    fields = _Fields()
    fields.feed(page.content.decode())
    return {name: values for name, values in fields.values.items() if name not in {"language", "next", "q"}}


def errors_of(page) -> dict[str, list[str]]:
    """{"credit_code": […], "registrations-0-end_on": […], "registrations": […]}: each sentence at its place."""
    found = dict(page.context["adminform"].form.errors)
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        if formset.non_form_errors():
            found[formset.prefix] = formset.non_form_errors()
        for form in formset.forms:
            found |= {f"{form.prefix}-{name}": errors for name, errors in form.errors.items()}
    return {name: list(map(str, errors)) for name, errors in found.items()}
