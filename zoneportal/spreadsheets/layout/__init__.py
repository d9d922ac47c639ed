"""Where things stand on a sheet: titles, the header, units, rows of data, totals and footnotes."""
