from zoneportal.spreadsheets.running import journal


def test_the_log_tells_kind_and_place_of_a_fault_and_no_cell(caplog):
    try:
        int("机密企业")
    except ValueError as error:
        journal.note(7, error)
    assert "Import 7: ValueError at " in caplog.text
    assert "test_journal.py" in caplog.text
    assert "机密企业" not in caplog.text
