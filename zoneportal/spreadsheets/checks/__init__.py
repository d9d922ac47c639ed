"""A sheet against the records: what each row would do, and everything that is wrong with it. Writes no record.

`checking` goes through the sheet in chunks, `comparing` judges one; what is found goes into `reports` and a `plan`.
"""
