"""The three kinds of page that are compared, as an editor of Wagtail would build them."""

from django.core.paginator import Paginator
from django.db import models
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page


class Company(models.Model):
    """What a line of the register shows."""

    number = models.CharField(max_length=7, unique=True)
    name = models.CharField(max_length=160)
    code = models.CharField(max_length=18, unique=True)
    park = models.CharField(max_length=60)
    industry = models.CharField(max_length=80)
    status = models.CharField(max_length=20)
    address = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class ArticlePage(Page):
    """Home: a lead in rich text, then sections of a stream."""

    lead = RichTextField(blank=True)
    body = StreamField([("heading", blocks.CharBlock()), ("paragraph", blocks.RichTextBlock())], blank=True)


class RegisterPage(Page):
    """A directory of fifty lines a page."""

    a_page = 50

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        paginator = Paginator(Company.objects.order_by("number"), self.a_page)
        return context | {"companies": paginator.get_page(request.GET.get("page"))}


class FiguresPage(Page):
    """An indicator: text and a table of figures."""

    body = StreamField(
        [("paragraph", blocks.RichTextBlock()), ("table", TableBlock(template="pages/table.html"))], blank=True
    )
