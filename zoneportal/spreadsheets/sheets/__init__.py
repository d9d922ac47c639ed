"""What a sheet is: its resource, its columns, how their cells become values of fields and back."""
