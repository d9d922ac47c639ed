"""The Chinese words that sheets of the register write and understand, whatever the language of the screen."""

from enterprises.models.enterprise import Currency
from enterprises.models.industry import IndustryScheme
from enterprises.models.registration import EndReason

CURRENCIES = {
    Currency.CNY: ("人民币", "renminbi", "元", "RMB"),
    Currency.USD: ("美元", "US dollar"),
    Currency.HKD: ("港元", "Hong Kong dollar", "港币"),
    Currency.EUR: ("欧元", "euro"),
    Currency.JPY: ("日元", "yen"),
    Currency.GBP: ("英镑", "pound sterling"),
}
END_REASONS = {
    EndReason.MOVED_PARK: ("迁往区内其他园区", "moved to another park of the zone", "区内迁移"),
    EndReason.MOVED_OUT: ("迁出高新区", "moved out of the zone", "迁出"),
    EndReason.DEREGISTERED: ("注销", "deregistered"),
    EndReason.CORRECTED: ("登记有误", "entered by mistake"),
    EndReason.OTHER: ("其他原因", "other reason", "其他"),
}
SCHEMES = {
    IndustryScheme.LEADING: ("主导产业", "leading industry"),
    IndustryScheme.STRATEGIC: ("战略性新兴产业", "strategic emerging industry"),
}
