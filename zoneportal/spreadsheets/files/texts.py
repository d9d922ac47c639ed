"""csv, tsv and txt: which encoding, which delimiter, which rows. Nothing is ever replaced to make it fit."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from zoneportal.characters import CONTROL
from zoneportal.messages import N_, Refused

DELIMITERS = ",\t;"
_SAMPLE_ROWS = 50
csv.field_size_limit(2**31 - 1)  # `parsing` says which cell is too long
_PAGE = re.compile(r"<(!doctype|html|head|meta|body|table|style|script|div|\?xml|!--)|mime-version:", re.IGNORECASE)
_CHINESE = re.compile("[\u4e00-\u9fff]")
# Four Chinese characters that are valid UTF-8 do not come about by chance in a line of GB 18030.
_ENOUGH_CHINESE = 4

NUL_BYTES = N_(
    "This file contains NUL characters, so it is no text table. Open it in WPS or Excel, "
    "choose “另存为” (Save as), type “.xlsx”, and send that file."
)
MIXED_ENCODING = N_(
    "Line %(line)s is written in UTF-8 and other lines are not: two files were joined. "
    "Put them together in WPS or Excel, choose “另存为” (Save as), type “.xlsx”, and send that file."
)
UNKNOWN_ENCODING = N_(
    "The characters of this file are neither UTF-8 nor UTF-16 nor GB 18030. Open it in WPS or Excel, "
    "choose “另存为” (Save as), type “.xlsx”, and send that file."
)
WEB_PAGE = N_(
    "This is a web page or XML that is only called a spreadsheet. Open it in WPS or Excel, "
    "choose “另存为” (Save as), type “.xlsx”, and send that file."
)
CONTROL_CHARACTER = N_("Line %(line)s contains a control character (code %(code)s). Remove it and save the file again.")
BROKEN_QUOTES = N_("From line %(line)s on the quotation marks do not close. Correct them, or save the table as .xlsx.")


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding."""
    text, encoding = _strictly(content)
    if _PAGE.match(text.lstrip()[:200]):
        raise Refused(WEB_PAGE)
    control = CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise Refused(CONTROL_CHARACTER, line=line, code=f"U+{ord(control[0]):04X}")
    return text, encoding


def _strictly(content: bytes) -> tuple[str, str]:
    try:
        for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
            if content.startswith(mark):
                return content[2:].decode(encoding), "UTF-16"
        if b"\0" in content:
            raise Refused(NUL_BYTES)
        if content.startswith(codecs.BOM_UTF8):
            return content[3:].decode("utf-8"), "UTF-8"
        try:
            return content.decode("utf-8"), "UTF-8"
        except UnicodeDecodeError:
            _check_not_mixed(content)
            return content.decode("gb18030"), "GB 18030"
    except UnicodeDecodeError as error:
        raise Refused(UNKNOWN_ENCODING) from error


def _check_not_mixed(content: bytes) -> None:
    """GB 18030 reads nearly any bytes, so a few lines of UTF-8 would come out as wrong characters."""
    for number, line in enumerate(content.splitlines(), 1):
        try:
            found = _CHINESE.findall(line.decode("utf-8"))
        except UnicodeDecodeError:
            continue
        if len(found) >= _ENOUGH_CHINESE:
            raise Refused(MIXED_ENCODING, line=number)


def delimiter_of(text: str) -> str:
    """The delimiter that parts most of the first rows into the same, largest number of columns."""
    return max(DELIMITERS, key=lambda delimiter: _usual_width(text, delimiter))


def _usual_width(text: str, delimiter: str) -> int:
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths.update(len(row) for row in islice(reader, _SAMPLE_ROWS) if row)
    except csv.Error:
        return 0
    return widths.most_common(1)[0][0] if widths else 0


def rows(text: str, delimiter: str) -> Iterator[list[str | None]]:
    """One list a record, blank lines as empty ones, so that counting them gives the sheet's row numbers."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first_line = 1  # of the record that is being read
    try:
        for row in reader:
            yield [cell or None for cell in row]
            first_line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(BROKEN_QUOTES, line=first_line) from error
