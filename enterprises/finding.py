"""Conditions by which the lines of the register are found. The one place where the two databases differ."""

import re
from itertools import pairwise

from django.db.models import BooleanField, Exists, F, Func, Q, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.tree import Node

from zoneportal.characters import compact, folded

FULL_CODE = re.compile(r"(?=.*[0-9])[0-9A-Z]{18}|E[0-9]{6,}")
CREDIT_CODE_LENGTH = 18
BEGUN_CODE = re.compile(r"[0-9]{6,}[0-9A-Z]*|E[0-9]{3,}")


class Indexed(Func):
    """On PostgreSQL asks the index of terms (migration 0005); elsewhere true of every line.

    Only ever beside the condition itself, since terms are fewer than what they stand for.
    """

    output_field = BooleanField()
    indexed = ""

    def __init__(self, terms: list[str]):
        super().__init__(F("number"))  # a column of the line, to know its table
        self.terms = terms

    def as_sql(self, compiler, connection, **extra):
        return "1 = 1", []

    def as_postgresql(self, compiler, connection, **extra):
        number, _none = compiler.compile(self.get_source_expressions()[0])
        table = number.rpartition(".")[0]
        return f"{self.indexed.format(table=table)} @> %s::text[]", [self.terms]


class HasGrams(Indexed):
    """Characters of names, present and former, and pairs of them."""

    indexed = "portal_grams({table}.names || chr(10) || {table}.former_names)"


def without_grams(where: Node) -> None:
    """Takes these conditions away, so that the index of names is no way to go."""
    where.children = [child for child in where.children if not isinstance(getattr(child, "lhs", None), HasGrams)]
    for child in where.children:
        if isinstance(child, Node):
            without_grams(child)


class HasMarks(Indexed):
    """What the enterprise ever was or will be."""

    indexed = "{table}.marks"


class OfEach(Exists):
    """Exists, asked of each row that meets the other conditions: PostgreSQL must not turn it into a join of tables."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


def has_marks(*marks: str) -> HasMarks:
    return HasMarks(list(marks))


def is_code(text: str) -> bool:
    """A credit code or number, or enough of its beginning; `text` is compact and in capitals."""
    return bool(FULL_CODE.fullmatch(text) or BEGUN_CODE.fullmatch(text))


def about_word(word: str) -> Q:
    """The word stands in a name, or begins a code or number."""
    code = compact(word).upper()
    is_number = code.startswith("E")
    if FULL_CODE.fullmatch(code):  # both have an index
        return Q(number=code) if is_number and len(code) < CREDIT_CODE_LENGTH else Q(credit_code=code)
    begun = Q(number__startswith=code) if is_number else Q(credit_code__startswith=code)
    if BEGUN_CODE.fullmatch(code):
        old = Q(old_registration_number__startswith=code) & ~Q(old_registration_number="")
        return begun if is_number else begun | old
    # A word of letters begins none. What is cheap to tell comes first: PostgreSQL keeps the order of an OR.
    return begun | named(folded(word)) if code.isascii() and not code.isalpha() else named(folded(word))


def named(text: str) -> Q:
    """`text` is folded. A position instead of LIKE: nothing has to be escaped, and PostgreSQL guesses better."""
    places = (StrIndex(F(column), Value(text, output_field=TextField())) for column in ("names", "former_names"))
    is_in = Q(*(GreaterThan(place, 0) for place in places), _connector=Q.OR)
    terms = grams(text)
    return is_in & Q(HasGrams(terms)) if terms else is_in


def grams(text: str) -> list[str]:
    """Terms that a name with `text` has, as few as cover it: pairs, or the only character if it is not ASCII."""
    if len(text) == 1:
        return [] if text.isascii() else [text]
    pairs = ["".join(pair) for pair in pairwise(text)]
    return list(dict.fromkeys([*pairs[::2], pairs[-1]]))
