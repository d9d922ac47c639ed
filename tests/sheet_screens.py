"""The screens of sheets as a clerk's browser asks for them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import sheets
from zoneportal.spreadsheets.models import ImportJob

ENTERPRISES = "admin:enterprises_enterprise"


def signed_in(user: Any) -> Client:
    client = Client()
    if user.is_authenticated:
        client.force_login(user)
    return client


def door(job: ImportJob, word: str = "change") -> str:
    return reverse(f"admin:spreadsheets_importjob_{word}", args=[job.pk])


def upload(client: Client, table: sheets.Table | bytes, name: str = "登记表.csv", **choices: Any) -> Any:
    content = table if isinstance(table, bytes) else sheets.as_csv(table)
    return client.post(reverse(f"{ENTERPRISES}_import"), {"file": SimpleUploadedFile(name, content), **choices})


def page(client: Client, job: ImportJob, word: str = "change", **query: Any) -> Any:
    return client.get(door(job, word), query)


def confirm(client: Client, job: ImportJob, **fields: Any) -> Any:
    return client.post(door(job, "confirm"), {"check": job.options["check"], **fields}, follow=True)
