from zoneportal.management.commands.write_data_dictionary import PATH, dictionary


def test_data_dictionary_is_fresh():
    """When this fails: `make dictionary`."""
    assert PATH.read_text("utf-8") == dictionary()
