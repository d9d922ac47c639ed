from enterprises.models.distinct import DistinctPair
from enterprises.models.enterprise import (
    Enterprise,
    EnterpriseFormerName,
    EnterpriseFormerNumber,
    EnterpriseTag,
    NumberSeries,
)
from enterprises.models.industry import IndustryClass, IndustryTag
from enterprises.models.line import RegisterLine
from enterprises.models.qualification import Qualification, QualificationKind
from enterprises.models.registration import Registration, StatusEvent

__all__ = [
    "DistinctPair",
    "Enterprise",
    "EnterpriseFormerName",
    "EnterpriseFormerNumber",
    "EnterpriseTag",
    "IndustryClass",
    "IndustryTag",
    "NumberSeries",
    "Qualification",
    "QualificationKind",
    "RegisterLine",
    "Registration",
    "StatusEvent",
]
