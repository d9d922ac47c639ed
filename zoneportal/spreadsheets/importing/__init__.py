"""A sheet's way in: received, checked, confirmed, written."""
