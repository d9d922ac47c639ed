"""How any sheet gets in and out; it knows no park, no enterprise and no figure.

In, from the bytes to the records: `files`, `layout`, `values`, `sheets` (what a sheet is), `checks`, `importing` with
`records`; back again: `undo`. Out: `handing_out`, `corrections`. Round all of it: `running`, `jobs`, `tasks`, `admin`.
"""
