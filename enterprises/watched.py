"""From which moment on a row of the register is public: as its enterprise is."""

from zoneportal.publishing.watched import ALWAYS, Watched, topic_named

REGISTER = "enterprises.enterprise"
_CONFIRMED = "(SELECT owner.confirmed_at FROM enterprises_enterprise AS owner WHERE owner.id = {row}.enterprise_id)"

WATCHED = (
    Watched("enterprises_enterprise", topic_named(REGISTER), "{row}.confirmed_at"),
    *(
        Watched(f"enterprises_{name}", topic_named(REGISTER), _CONFIRMED)
        for name in (
            "registration",
            "statusevent",
            "qualification",
            "enterpriseformername",
            "enterpriseformernumber",
            "enterprisetag",
        )
    ),
    Watched("enterprises_registerline", topic_named(REGISTER), "", events=()),  # written with what it copies
    Watched("enterprises_industryclass", topic_named("enterprises.industryclass"), ALWAYS),
    Watched("enterprises_industrytag", topic_named("enterprises.industrytag"), ALWAYS),
    Watched("enterprises_industrytag_parks", topic_named("enterprises.industrytag"), ALWAYS),
    Watched("enterprises_qualificationkind", topic_named("enterprises.qualificationkind"), ALWAYS),
)
