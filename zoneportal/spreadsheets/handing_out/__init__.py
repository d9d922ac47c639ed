"""Sheets on their way out: templates to fill in, and exports as xlsx, csv, ods and json."""
