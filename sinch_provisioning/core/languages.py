"""Languages of message templates, as several families write them."""

from sinch_provisioning.core.enums import Listed, OpenEnum, members

_LANGUAGES = """
AF AR AZ BG BN CA CS DA DE EL EN EN_GB EN_US ES ES_AR ES_ES ES_MX ES_UY ET FA FI FIL FR GA GU HA HE HI HR HU ID IT JA
KA KK KN KO KY_KG LO LT LV MK ML MR MS NB NL PA PL PT_BR PT_PT RO RU RW_RW SK SL SQ SR SV SW TA TE TH TR UK UR UZ VI
ZH_CN ZH_HK ZH_TW ZU UNRECOGNIZED
"""


class TemplateLanguage(OpenEnum, metaclass=Listed):
    """Language of a message template, as the channels name it."""

    vars().update(members(_LANGUAGES))
