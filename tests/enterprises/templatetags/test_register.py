from enterprises.templatetags.register import register_rows

LINE = {
    "number": "E000001",
    "name": "样例<b>科技",
    "name_lang": "",
    "credit_code": "",
    "industry": "",
    "industry_lang": "zh-Hans",
    "park": "",
    "park_address": "",
    "status": "",
    "is_sample": False,
}


def test_name_leads_to_the_entry_and_nothing_in_it_is_markup():
    assert '<a href="E000001/">样例&lt;b&gt;科技</a>' in register_rows([LINE], [])


def test_what_is_not_on_record_is_a_dash():
    assert register_rows([LINE], []).count('<td class="none">—</td>') == 3


def test_facts_stand_in_their_columns():
    known = {"credit_code": "911", "park": "科技园", "park_address": "/parks/keji/", "industry": "软件"}
    rows = register_rows([LINE | known], [])
    assert '<td class="code">911</td><td><a href="/parks/keji/">科技园</a></td><td lang="zh-Hans">软件</td>' in rows


def test_what_is_special_stands_behind_the_name():
    assert register_rows([LINE | {"is_sample": True, "status": "吊销"}], []).count('<span class="tag">') == 2


def test_found_words_are_marked():
    assert "<mark>科技</mark>" in register_rows([LINE], ["科技"])
