"""A part of a page that is made again only when what it shows changes."""

from itertools import count

from django import template
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString

register = template.Library()

numbers = count()  # of the parts that this process knows


@register.tag
def remembered(parser: Parser, token: Token) -> Node:
    """`{% remembered "parks.zone" "parks.park" by frame.section %}…{% endremembered %}`.

    First the topics of everything that the part shows (zoneportal.publishing.changes), then behind `by` whatever else
    its text depends on; the language always counts. In a preview the part is made for its reader alone.
    """
    _name, *words = token.split_contents()
    topics = words[: words.index("by")] if "by" in words else words
    if not topics or not all(word[0] == word[-1] == '"' for word in topics):
        raise TemplateSyntaxError('Say what the part shows: {% remembered "parks.zone" %}.')
    nodes = parser.parse(("endremembered",))
    parser.delete_first_token()
    others = [parser.compile_filter(word) for word in words[len(topics) + 1 :]]
    return RememberedNode(nodes, tuple(word[1:-1] for word in topics), others)


class RememberedNode(Node):
    def __init__(self, nodes: NodeList, topics: tuple[str, ...], others: list[FilterExpression]):
        self.nodes, self.topics, self.others = nodes, topics, others
        self.number = next(numbers)

    def render(self, context: Context) -> SafeString:
        key = (self.number, *(each.resolve(context) for each in self.others))
        return context["frame"].reader.remembered(key, self.topics, lambda: self.nodes.render(context))
