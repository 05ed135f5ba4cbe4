"""The rules of intake as plain Python: values in, values out, no database and no web."""
