"""The register in the office: enterprises with their dated records, and the tables they refer to."""

from enterprises.admin.enterprise import EnterpriseAdmin
from enterprises.admin.records import (
    EnterpriseFormerNameAdmin,
    EnterpriseTagAdmin,
    QualificationAdmin,
    RegistrationAdmin,
    StatusEventAdmin,
)
from enterprises.admin.tables import IndustryClassAdmin, IndustryTagAdmin, QualificationKindAdmin

__all__ = [
    "EnterpriseAdmin",
    "EnterpriseFormerNameAdmin",
    "EnterpriseTagAdmin",
    "IndustryClassAdmin",
    "IndustryTagAdmin",
    "QualificationAdmin",
    "QualificationKindAdmin",
    "RegistrationAdmin",
    "StatusEventAdmin",
]
