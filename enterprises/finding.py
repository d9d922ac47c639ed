"""Conditions by which the lines of the register are found. The one place where the two databases differ."""

import json
import re
from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from django.db import connection
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


def holds(where: Node, kind: type) -> bool:
    """Whether one of the conditions is of this kind."""
    return any(
        holds(child, kind) if isinstance(child, Node) else isinstance(getattr(child, "lhs", None), kind)
        for child in where.children
    )


def without(where: Node, kind: type) -> None:
    """Takes the conditions of this kind away."""
    where.children = [child for child in where.children if not isinstance(getattr(child, "lhs", None), kind)]
    for child in where.children:
        if isinstance(child, Node):
            without(child, kind)


class HasMarks(Indexed):
    """What the enterprise ever was or will be."""

    indexed = "{table}.marks"


class HasMarksByItself(HasMarks):
    """Asked of the line that is being read, never of the index."""

    def as_postgresql(self, compiler, connection, **extra):
        condition, parameters = super().as_postgresql(compiler, connection, **extra)
        return f"({condition}) IS TRUE", parameters


def row_by_row(where: Node) -> None:
    """Makes the conditions such that the index of terms is no way to go."""
    without(where, HasGrams)
    for place, child in enumerate(where.children):
        if isinstance(child, Node):
            row_by_row(child)
        elif type(marks := getattr(child, "lhs", None)) is HasMarks:
            asked = copy(marks)
            asked.__class__ = HasMarksByItself
            where.children[place] = copy(child)
            where.children[place].lhs = asked


def terms_asked(where: Node) -> list[list[str]]:
    """The terms that every line has which meets these conditions, by condition."""
    if where.negated or where.connector != "AND":
        return []
    found: list[list[str]] = []
    for child in where.children:
        if isinstance(child, Node):
            found += terms_asked(child)
        elif isinstance(condition := getattr(child, "lhs", None), Indexed):
            found.append(condition.terms)
    return found


# Of columns with many values PostgreSQL knows the commonest ones and how many of the lines have each.
SHARES = """SELECT term, share FROM (
    SELECT unnest(most_common_elems::text::text[]) AS term, unnest(most_common_elem_freqs) AS share FROM pg_stats
    WHERE schemaname = current_schema AND (tablename, attname) IN
        (('register_line_terms', 'portal_grams'), ('enterprises_registerline', 'marks'))
) AS known WHERE term = ANY(%s)"""


@dataclass(frozen=True)
class Commonness:
    """Parts of the register, from 0 to 1."""

    at_most: float  # has the rarest term
    likely: float  # has all of them, if one condition says nothing of another


def commonness(where: Node) -> Commonness | None:
    """How many lines may meet the conditions; None where the database cannot tell. One query."""
    terms = terms_asked(where)
    if not terms or connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(SHARES, [[term for asked in terms for term in asked]])
        shares = dict(cursor.fetchall())
    rarest = [min(shares.get(term, 0.0) for term in asked) for asked in terms]
    return Commonness(min(rarest), prod(rarest))


class Among(Func):
    """The column holds one of the keys: one parameter, however many they are."""

    output_field = BooleanField()

    def __init__(self, column: str, keys: Collection[int]):
        super().__init__(F(column))
        self.keys = list(keys)

    def as_sql(self, compiler, connection, **extra):
        column, parameters = compiler.compile(self.get_source_expressions()[0])
        keys = "(SELECT value FROM json_each(%s))"
        return f"{column} IN {keys}", [*parameters, json.dumps(self.keys)]

    def as_postgresql(self, compiler, connection, **extra):
        column, parameters = compiler.compile(self.get_source_expressions()[0])
        return f"{column} = ANY(%s::bigint[])", [*parameters, self.keys]


class OfEach(Exists):
    """Exists, asked of each row that meets the other conditions: PostgreSQL must not turn it into a join of tables."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


def has_marks(*marks: str) -> HasMarks:
    return HasMarks(list(marks))


def is_code(text: str) -> bool:
    """A credit code or number, or enough of its beginning; `text` is compact and in capitals."""
    return bool(FULL_CODE.fullmatch(text) or BEGUN_CODE.fullmatch(text))


def is_name(word: str) -> bool:
    """It can only stand in a name: a word of letters begins no code or number."""
    code = compact(word).upper()
    return not is_code(code) and not (code.isascii() and not code.isalpha())


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
    # What is cheap to tell comes first: PostgreSQL keeps the order of an OR.
    return named(folded(word)) if is_name(word) else begun | named(folded(word))


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
