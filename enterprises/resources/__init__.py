"""The sheets of the register."""

from enterprises.resources.enterprise import EnterpriseSheet
from enterprises.resources.qualification import QualificationSheet
from enterprises.resources.registration import RegistrationSheet
from enterprises.resources.tags import IndustryTagSheet

__all__ = ["EnterpriseSheet", "IndustryTagSheet", "QualificationSheet", "RegistrationSheet"]
