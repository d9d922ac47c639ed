"""A checked sheet back to its sender: the annotated copy, or the wrong rows by themselves."""
