from enterprises.resources.enterprise import EnterpriseSheet

__all__ = ["EnterpriseSheet"]
