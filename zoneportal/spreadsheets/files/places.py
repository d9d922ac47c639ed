"""Cells by the name that a spreadsheet program shows: C5."""


def letter(index: int) -> str:
    """0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def index_of(letters: str) -> int:
    """0 for A, 26 for AA."""
    index = 0
    for each in letters:
        index = index * 26 + ord(each) - ord("A") + 1
    return index - 1


def cell(row: int, column: int) -> str:
    """C5 for row 4, column 2, both from 0."""
    return f"{letter(column)}{row + 1}"
