"""The whole public site as files, for a web server that stands in another network (`manage.py publish_site`)."""
