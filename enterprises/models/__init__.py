from enterprises.models.enterprise import Enterprise, EnterpriseFormerName, EnterpriseTag, NumberSeries
from enterprises.models.industry import IndustryClass, IndustryTag
from enterprises.models.line import RegisterLine
from enterprises.models.qualification import Qualification, QualificationKind
from enterprises.models.registration import Registration, StatusEvent

__all__ = [
    "Enterprise",
    "EnterpriseFormerName",
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
